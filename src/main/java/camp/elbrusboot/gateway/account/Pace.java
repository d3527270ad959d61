package camp.elbrusboot.gateway.account;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives calls their turn, so that this process never asks amoCRM more often than it allows (amoCRM answers 429 and, to
 * who goes on, blocks the account). Counts calls for tokens and for data alike, in this
 * process alone.
 */
@ApplicationScoped
public class Pace {
    /** A second, and what the network may close up between two requests on their way. */
    private static final long WINDOW_MILLIS = 1_100;

    private final UpstreamConfig config;
    private final Clock clock;
    private final Vertx vertx;
    private final Map<AccountRef, Deque<Long>> turns = new HashMap<>();
    private final AtomicInteger waiting;

    Pace(UpstreamConfig config, Clock clock, Vertx vertx, MeterRegistry meters) {
        this.config = config;
        this.clock = clock;
        this.vertx = vertx;
        this.waiting = meters.gauge("gateway.upstream.waiting", new AtomicInteger());
    }

    /** Emits when it is this call's turn; fails as UPSTREAM_RATE_LIMITED when that would take too long. */
    public Uni<Void> turn(AccountRef account) {
        return Uni.createFrom().deferred(() -> {
            long wait = reserve(account);
            if (wait == 0) {
                return Uni.createFrom().voidItem();
            }
            waiting.incrementAndGet();
            return Uni.createFrom()
                    .<Void>emitter(emitter -> vertx.setTimer(wait, timer -> emitter.complete(null)))
                    .onTermination()
                    .invoke(waiting::decrementAndGet);
        });
    }

    /** Milliseconds until the turn that is now reserved. */
    private synchronized long reserve(AccountRef account) {
        Deque<Long> taken = turns.computeIfAbsent(account, a -> new ArrayDeque<>());
        long now = clock.millis();
        if (!taken.isEmpty() && taken.getLast() > now + config.maxWait().toMillis() + WINDOW_MILLIS) {
            // The clock was set back: turns of a future that far off would hold up everybody.
            taken.clear();
        }
        long turn = taken.size() < config.requestsPerSecond() ? now : Math.max(now, taken.getFirst() + WINDOW_MILLIS);
        long wait = turn - now;
        if (wait > config.maxWait().toMillis()) {
            throw new CrmException(
                    CrmErrorCode.UPSTREAM_RATE_LIMITED,
                    "too many requests to amoCRM wait already for account " + account);
        }
        if (taken.size() >= config.requestsPerSecond()) {
            taken.removeFirst();
        }
        taken.addLast(turn);
        return wait;
    }
}
