package camp.elbrusboot.gateway.amocrm.http;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** When a call that has failed is made again (section 5.3). */
@ApplicationScoped
class Repeats {
    private final CallsConfig config;
    private final Vertx vertx;
    private final Clock clock;

    Repeats(CallsConfig config, Vertx vertx, Clock clock) {
        this.config = config;
        this.vertx = vertx;
        this.clock = clock;
    }

    /** Some attempts, with pauses that grow and differ, as long as the patience lasts. */
    <T> Uni<T> of(Supplier<Uni<T>> call) {
        return Uni.createFrom().deferred(() -> attempt(call, 1, clock.instant().plus(config.patience())));
    }

    private <T> Uni<T> attempt(Supplier<Uni<T>> call, int number, Instant end) {
        return Uni.createFrom().deferred(call::get).onFailure(Meaning::passes).recoverWithUni(failure -> {
            long pause = pause(number);
            if (number >= config.attempts() || clock.instant().plusMillis(pause).isAfter(end)) {
                return Uni.createFrom().failure(failure);
            }
            // From the context of the caller, to which the timer returns.
            return Uni.createFrom()
                    .<Void>emitter(emitter -> vertx.setTimer(pause, timer -> emitter.complete(null)))
                    .flatMap(rested -> attempt(call, number + 1, end));
        });
    }

    private long pause(int attempt) {
        long base = config.firstPause().toMillis() << (attempt - 1);
        return base + ThreadLocalRandom.current().nextLong(base / 2 + 1);
    }
}
