package camp.elbrusboot.gateway.cache;

import java.util.List;
import java.util.Map;

/**
 * A part of a list: which entities, in which order. The entities themselves are kept once, by their ids.
 *
 * @param entities what came with it from amoCRM; empty for one that was kept
 */
record Listing<T>(List<Long> ids, boolean hasNext, Map<Long, T> entities) {
    Listing<T> withoutEntities() {
        return entities.isEmpty() ? this : new Listing<>(ids, hasNext, Map.of());
    }

    /** As kept: {@code 1;1,2,3}, the first telling whether more follow. */
    String text() {
        StringBuilder text = new StringBuilder(hasNext ? "1;" : "0;");
        for (int i = 0; i < ids.size(); i++) {
            text.append(i == 0 ? "" : ",").append(ids.get(i));
        }
        return text.toString();
    }

    static <T> Listing<T> read(String text) {
        String ids = text.substring(text.indexOf(';') + 1);
        return new Listing<>(
                ids.isEmpty()
                        ? List.of()
                        : List.of(ids.split(",")).stream().map(Long::valueOf).toList(),
                text.startsWith("1"),
                Map.of());
    }
}
