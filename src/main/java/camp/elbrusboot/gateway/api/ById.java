package camp.elbrusboot.gateway.api;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Answers a list of ids with a list of entities at the same places. */
final class ById {
    private ById() {}

    static <T> Uni<List<T>> read(List<String> ids, int maxIds, Function<Set<Long>, Uni<Map<Long, T>>> read) {
        if (ids.size() > maxIds) {
            throw Arguments.invalid("ids", "holds more than " + maxIds + " ids");
        }
        List<Long> wanted = ids.stream().map(id -> Arguments.id("ids", id)).toList();
        return read.apply(new HashSet<>(wanted)).map(found -> {
            // Not Stream.toList by way of Map: the list holds nulls.
            List<T> answer = new ArrayList<>(wanted.size());
            wanted.forEach(id -> answer.add(found.get(id)));
            return answer;
        });
    }
}
