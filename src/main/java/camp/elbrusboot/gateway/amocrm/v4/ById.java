package camp.elbrusboot.gateway.amocrm.v4;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.LeadQuery;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Reads entities by id, 250 with a call. Where amoCRM ignores the filter it answers with rows that were not asked for:
 * those are dropped, and what is then still missing is read one by one.
 *
 * @param batch one call for up to 250 ids
 * @param single one call for one id; null where amoCRM has none
 */
record ById<W, T>(
        BiFunction<AccountRef, Collection<Long>, Uni<List<W>>> batch,
        BiFunction<AccountRef, Long, Uni<W>> single,
        Function<W, T> mapping,
        ToLongFunction<T> id) {

    /** As many as amoCRM lets start in a second; more would only wait. */
    private static final int SINGLES_AT_ONCE = 7;

    Uni<Map<Long, T>> read(AccountRef account, Set<Long> ids) {
        List<Long> wanted = List.copyOf(ids);
        List<Uni<Map<Long, T>>> parts = new ArrayList<>();
        for (int from = 0; from < wanted.size(); from += LeadQuery.MAX_LIMIT) {
            parts.add(part(account, wanted.subList(from, Math.min(from + LeadQuery.MAX_LIMIT, wanted.size()))));
        }
        if (parts.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return Uni.join().all(parts).andFailFast().map(maps -> {
            Map<Long, T> all = new HashMap<>();
            maps.forEach(all::putAll);
            return all;
        });
    }

    private Uni<Map<Long, T>> part(AccountRef account, List<Long> ids) {
        if (ids.size() == 1) {
            return singles(account, ids, new HashMap<>());
        }
        return batch.apply(account, ids).flatMap(rows -> {
            Map<Long, T> found = new HashMap<>();
            rows.stream().map(mapping).forEach(row -> found.put(id.applyAsLong(row), row));
            boolean filterIgnored = found.keySet().retainAll(new HashSet<>(ids));
            List<Long> missing =
                    ids.stream().filter(wanted -> !found.containsKey(wanted)).toList();
            return filterIgnored
                    ? singles(account, missing, found)
                    : Uni.createFrom().item(found);
        });
    }

    private Uni<Map<Long, T>> singles(AccountRef account, List<Long> ids, Map<Long, T> found) {
        return Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUni(wanted -> single.apply(account, wanted))
                .merge(SINGLES_AT_ONCE)
                .map(mapping)
                .collect()
                .in(() -> found, (all, row) -> all.put(id.applyAsLong(row), row));
    }
}
