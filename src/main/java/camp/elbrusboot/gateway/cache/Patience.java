package camp.elbrusboot.gateway.cache;

import io.netty.util.concurrent.EventExecutor;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Waits a second for the cache's stores, and longer while an event loop is too busy to see their answers: counted are
 * turns of the loops, not the time alone, and of the slowest, as a connection may be another loop's than its user. A
 * thousand queries that come at once keep loops from everything else for seconds; to give Redis up for that would send
 * every replica to amoCRM, just when it must not be asked twice. Ten seconds of the waiting loop's own turns are the end.
 */
@ApplicationScoped
class Patience {
    private static final int TURNS = 10;
    private static final long TURN = 100;

    /** Turns of one's own that are waited for a loop that does not come to anything any more. */
    private static final int MOST_TURNS = 100;

    private final Vertx vertx;

    /** How many turns each loop has had. */
    private final List<AtomicLong> pulses = new ArrayList<>();

    Patience(Vertx vertx) {
        this.vertx = vertx;
        for (EventExecutor loop : vertx.nettyEventLoopGroup()) {
            AtomicLong pulse = new AtomicLong();
            pulses.add(pulse);
            var unused = loop.scheduleWithFixedDelay(pulse::incrementAndGet, TURN, TURN, TimeUnit.MILLISECONDS);
        }
    }

    /** Fails, and cancels the other, when that has taken too long. */
    <T> Uni<T> limit(Uni<T> other) {
        return Uni.createFrom().emitter(emitter -> {
            AtomicBoolean over = new AtomicBoolean();
            List<Long> begin = pulses.stream().map(AtomicLong::get).toList();
            watch(begin, MOST_TURNS, over, () -> emitter.fail(new TimeoutException()));
            Cancellable waited = other.subscribe().with(emitter::complete, emitter::fail);
            emitter.onTermination(() -> {
                over.set(true);
                waited.cancel();
            });
        });
    }

    private void watch(List<Long> begin, int left, AtomicBoolean over, Runnable expired) {
        vertx.setTimer(TURN, timer -> {
            if (over.get()) {
                return;
            }
            if (left > 0 && turnsSince(begin) < TURNS) {
                watch(begin, left - 1, over, expired);
            } else {
                expired.run();
            }
        });
    }

    /** Of the loop that has had the fewest. */
    private long turnsSince(List<Long> begin) {
        long fewest = Long.MAX_VALUE;
        for (int i = 0; i < pulses.size(); i++) {
            fewest = Math.min(fewest, pulses.get(i).get() - begin.get(i));
        }
        return fewest;
    }
}
