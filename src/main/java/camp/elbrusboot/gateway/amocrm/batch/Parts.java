package camp.elbrusboot.gateway.amocrm.batch;

import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.LeadQuery;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Ids in parts that amoCRM takes with one call. */
public final class Parts {
    private Parts() {}

    /** Reads parts of 250; one that takes amoCRM too long is read in halves, down to a single id (section 5.2, 504). */
    public static <T> Uni<Map<Long, T>> read(Collection<Long> ids, Function<List<Long>, Uni<Map<Long, T>>> part) {
        List<Long> wanted = List.copyOf(ids);
        List<Uni<Map<Long, T>>> parts = new ArrayList<>();
        for (int from = 0; from < wanted.size(); from += LeadQuery.MAX_LIMIT) {
            parts.add(halving(wanted.subList(from, Math.min(from + LeadQuery.MAX_LIMIT, wanted.size())), part));
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

    /** The second half waits for the first: where amoCRM is slow for every size, the descent is one line, not a tree. */
    private static <T> Uni<Map<Long, T>> halving(List<Long> ids, Function<List<Long>, Uni<Map<Long, T>>> part) {
        return part.apply(ids)
                .onFailure(failure -> ids.size() > 1 && tookTooLong(failure))
                .recoverWithUni(() -> {
                    int half = ids.size() / 2;
                    return halving(ids.subList(0, half), part)
                            .flatMap(first ->
                                    halving(ids.subList(half, ids.size()), part).map(second -> merged(first, second)));
                });
    }

    public static <T> Map<Long, T> merged(Map<Long, T> some, Map<Long, T> others) {
        Map<Long, T> all = new HashMap<>(some);
        all.putAll(others);
        return all;
    }

    static boolean tookTooLong(Throwable failure) {
        return failure instanceof CrmException crm && crm.code() == CrmErrorCode.UPSTREAM_TIMEOUT;
    }
}
