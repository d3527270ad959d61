package camp.elbrusboot.gateway.amocrm.v4;

import camp.elbrusboot.gateway.amocrm.batch.Parts;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Priority;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * Reads entities by their ids, 250 with a call: by the filter of v4 where the account has it, else by API v2, and one
 * by one where that is not served either. Rows that were not asked for are dropped, and show that the filter is off.
 *
 * @param batch one call of v4 with a filter for up to 250 ids
 * @param legacy v2, for any number of ids
 * @param single one call of v4 for one id; null where amoCRM has none
 */
record ById<T>(
        V4Access access,
        Priority priority,
        Function<Collection<Long>, Uni<List<T>>> batch,
        Function<Set<Long>, Uni<Map<Long, T>>> legacy,
        LongFunction<Uni<T>> single,
        ToLongFunction<T> id) {

    /** As many as amoCRM lets start in a second; more would only wait. */
    private static final int SINGLES_AT_ONCE = 7;

    Uni<Map<Long, T>> read(AccountRef account, Set<Long> ids) {
        return ids.size() < 2 ? singles(ids) : byStrategy(account, ids);
    }

    private Uni<Map<Long, T>> byStrategy(AccountRef account, Set<Long> ids) {
        return access.strategy(account, priority).flatMap(strategy -> switch (strategy) {
            case FILTER -> Parts.read(ids, part -> filtered(account, part));
            case LEGACY, V2 ->
                Uni.createFrom()
                        .deferred(() -> legacy.apply(ids))
                        .onFailure(V4Access::isGarbled)
                        .retry()
                        .atMost(1)
                        .onFailure(V4Access::isNoLegacy)
                        .recoverWithUni(() -> {
                            access.legacyIsNotServed(account);
                            return byStrategy(account, ids);
                        });
            case SINGLES -> singles(ids);
        });
    }

    private Uni<Map<Long, T>> filtered(AccountRef account, List<Long> ids) {
        return batch.apply(ids).flatMap(rows -> {
            Map<Long, T> found = byId(rows);
            if (!found.keySet().retainAll(new HashSet<>(ids))) {
                return Uni.createFrom().item(found);
            }
            Set<Long> missing = new HashSet<>(ids);
            missing.removeAll(found.keySet());
            return access.filtersDoNotWork(account, priority)
                    .chain(() ->
                            missing.isEmpty() ? Uni.createFrom().item(Map.<Long, T>of()) : byStrategy(account, missing))
                    .map(others -> Parts.merged(found, others));
        });
    }

    private Uni<Map<Long, T>> singles(Set<Long> ids) {
        return Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUni(single::apply)
                .merge(SINGLES_AT_ONCE)
                .collect()
                .asList()
                .map(this::byId);
    }

    private Map<Long, T> byId(List<T> rows) {
        Map<Long, T> found = new HashMap<>();
        rows.forEach(row -> found.put(id.applyAsLong(row), row));
        return found;
    }
}
