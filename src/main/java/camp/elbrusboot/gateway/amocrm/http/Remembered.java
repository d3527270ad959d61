package camp.elbrusboot.gateway.amocrm.http;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Priority;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/** Something about an account that changes rarely: read when it is needed, by one of those who need it at once. */
public final class Remembered<T> {
    /** A change that an administrator makes in amoCRM shows after that long at the latest. */
    public static final Duration USUAL = Duration.ofMinutes(10);

    private final Clock clock;
    private final Vertx vertx;
    private final BiFunction<AccountRef, Priority, Uni<T>> read;
    private final Map<AccountRef, Held<T>> held = new ConcurrentHashMap<>();
    private final Map<AccountRef, Reading<T>> underWay = new ConcurrentHashMap<>();

    public Remembered(Clock clock, Vertx vertx, BiFunction<AccountRef, Priority, Uni<T>> read) {
        this.clock = clock;
        this.vertx = vertx;
        this.read = read;
    }

    private record Held<T>(T value, Instant until) {}

    private record Reading<T>(Priority priority, Uni<T> value) {
        boolean isAsUrgentAs(Priority other) {
            return priority.compareTo(other) <= 0;
        }
    }

    /** Emitted on the caller's context. A failed reading is not remembered. */
    public Uni<T> of(AccountRef account, Priority priority) {
        return Uni.createFrom().deferred(() -> {
            Held<T> known = held.get(account);
            return known != null && clock.instant().isBefore(known.until())
                    ? Uni.createFrom().item(known.value())
                    : readAnew(account, priority);
        });
    }

    /** Whether or not it is known already. Nobody waits for a reading that is less urgent than the one to be made. */
    public Uni<T> readAnew(AccountRef account, Priority priority) {
        return Uni.createFrom().deferred(() -> {
            Context caller = vertx.getOrCreateContext();
            return underWay.compute(
                            account,
                            (a, before) -> before != null && before.isAsUrgentAs(priority)
                                    ? before
                                    : new Reading<>(priority, reading(a, priority)))
                    .value()
                    .emitOn(task -> caller.runOnContext(ignored -> task.run()));
        });
    }

    private Uni<T> reading(AccountRef account, Priority priority) {
        return read.apply(account, priority)
                .invoke(value -> put(account, value, USUAL))
                .onTermination()
                .invoke(() -> underWay.computeIfPresent(
                        account, (a, latest) -> latest.priority() == priority ? null : latest))
                .memoize()
                .indefinitely();
    }

    /** What has turned out otherwise. */
    public void put(AccountRef account, T value, Duration lasts) {
        held.put(account, new Held<>(value, clock.instant().plus(lasts)));
    }

    public void forget(AccountRef account) {
        held.remove(account);
    }
}
