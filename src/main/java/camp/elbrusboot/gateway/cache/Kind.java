package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Detail;
import camp.elbrusboot.gateway.crm.Priority;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One kind of what is cached.
 *
 * @param name in keys and metrics
 * @param id what tells one of the kind from another, in keys
 * @param life for how long it is fresh
 * @param hardLife for how long it is better than nothing
 * @param lists which lists it is one of
 * @param gathers whether several are read with one call
 * @param text how it stands in Redis, and back
 * @param kept what of a value is kept
 * @param updatedAt amoCRM's time of the last change in seconds, 0 for none
 * @param details that a value has
 * @param variable details that one value has and another has not
 * @param upstream reads what is not there; ids that amoCRM does not have are missing from the map
 */
record Kind<I, T>(
        String name,
        Function<I, String> id,
        Duration life,
        Duration hardLife,
        Lists lists,
        boolean gathers,
        Text<T> text,
        Function<T, T> kept,
        ToLongFunction<T> updatedAt,
        Function<T, Set<Detail>> details,
        Set<Detail> variable,
        Upstream<I, T> upstream) {

    /** What voids it at once. */
    enum Lists {
        NONE,
        OF_LEADS,
        OF_CONTACTS
    }

    /** An encoding. What cannot be read is null: then it is not there. */
    record Text<T>(Function<T, String> write, Function<String, @Nullable T> read) {}

    /** Asks amoCRM. */
    @FunctionalInterface
    interface Upstream<I, T> {
        Uni<Map<I, T>> read(Priority priority, AccountRef account, Set<I> ids, Set<Detail> details);
    }

    String key(AccountRef account, I of) {
        return Keys.of(account, name + ":" + id.apply(of));
    }

    Held<T> kept(Held<T> held) {
        T value = held.value();
        T stripped = value == null ? null : kept.apply(value);
        return stripped == value
                ? held
                : new Held<>(
                        stripped,
                        held.readAt(),
                        held.updatedAt(),
                        held.details(),
                        held.generation(),
                        held.weight(),
                        held.source());
    }

    /** Within this time after its life it is handed out at once while a newer one is fetched. */
    Duration revalidateLife() {
        Duration twice = life.multipliedBy(2);
        return twice.compareTo(hardLife) < 0 ? twice : hardLife;
    }
}
