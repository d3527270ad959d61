package camp.elbrusboot.gateway.cache;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Waits a second for the cache's stores, and longer while the event loop is too busy to see their answers: counted are
 * turns of the loop, not the time alone. A thousand queries that come at once keep a loop from everything else for
 * seconds; to give Redis up for that would send every replica to amoCRM, just when it must not be asked twice.
 */
@ApplicationScoped
class Patience {
    private static final int TURNS = 10;
    private static final long TURN = 100;

    private final Vertx vertx;

    Patience(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Fails, and cancels the other, when that has taken too long. */
    <T> Uni<T> limit(Uni<T> other) {
        return Uni.createFrom().emitter(emitter -> {
            AtomicBoolean over = new AtomicBoolean();
            turn(TURNS, over, () -> emitter.fail(new TimeoutException()));
            Cancellable waited = other.subscribe().with(emitter::complete, emitter::fail);
            emitter.onTermination(() -> {
                over.set(true);
                waited.cancel();
            });
        });
    }

    /** Each begins after the loop has come to the end of the one before. */
    private void turn(int left, AtomicBoolean over, Runnable expired) {
        vertx.setTimer(TURN, timer -> {
            if (over.get()) {
                return;
            }
            if (left > 1) {
                turn(left - 1, over, expired);
            } else {
                expired.run();
            }
        });
    }
}
