package camp.elbrusboot.gateway.amocrm.http;

import camp.elbrusboot.gateway.crm.AccountRef;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Tells whether a 404 comes from the former host of an account (section 1.6): only where it does not may it be taken for
 * "there is none".
 */
final class Moves {
    /** For how long it is believed that the account is where it was: absent entities cost no look-up each. */
    private static final Duration BELIEVED = Duration.ofMinutes(5);

    private final Function<AccountRef, Uni<Boolean>> lookUp;
    private final Clock clock;
    private final Vertx vertx;
    private final Map<AccountRef, Instant> stayedAt = new ConcurrentHashMap<>();
    private final Map<AccountRef, Uni<Boolean>> underWay = new ConcurrentHashMap<>();

    /** @param lookUp whether amoCRM says that the account is elsewhere by now; fails where it does not say */
    Moves(Function<AccountRef, Uni<Boolean>> lookUp, Clock clock, Vertx vertx) {
        this.lookUp = lookUp;
        this.clock = clock;
        this.vertx = vertx;
    }

    /** Whether it has; fails where nobody can tell. Emitted on the caller's context. */
    Uni<Boolean> hasMoved(AccountRef account) {
        return Uni.createFrom().deferred(() -> {
            Instant stayed = stayedAt.get(account);
            if (stayed != null && clock.instant().isBefore(stayed.plus(BELIEVED))) {
                return Uni.createFrom().item(false);
            }
            Context caller = vertx.getOrCreateContext();
            return underWay.computeIfAbsent(account, a -> lookUp.apply(a)
                            .invoke(moved -> {
                                if (!moved) {
                                    stayedAt.put(a, clock.instant());
                                }
                            })
                            .onTermination()
                            .invoke(() -> underWay.remove(a))
                            .memoize()
                            .indefinitely())
                    .emitOn(task -> caller.runOnContext(ignored -> task.run()));
        });
    }
}
