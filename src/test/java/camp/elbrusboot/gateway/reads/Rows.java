package camp.elbrusboot.gateway.reads;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All leads, or all contacts, that a text finds, without any filter of amoCRM's: what is wanted of them is chosen here. */
final class Rows {
    private static final int PAGE = 250;

    private final RestV4 amocrm;
    private final Map<String, List<Row>> remembered = new ConcurrentHashMap<>();

    /** What lists are filtered and ordered by; times in seconds. */
    record Row(long id, long pipeline, long status, long responsible, long created, long updated, Long closed) {
        static Row of(JsonNode raw) {
            return new Row(
                    raw.path("id").asLong(),
                    raw.path("pipeline_id").asLong(),
                    raw.path("status_id").asLong(),
                    raw.path("responsible_user_id").asLong(),
                    raw.path("created_at").asLong(),
                    raw.path("updated_at").asLong(),
                    raw.path("closed_at").isNumber() ? raw.path("closed_at").asLong() : null);
        }
    }

    Rows(RestV4 amocrm) {
        this.amocrm = amocrm;
    }

    void somethingHasChanged() {
        remembered.clear();
    }

    /** Rows that are equal in the order's field follow each other by id, as the sandbox has it. */
    List<Row> ordered(String entities, String text, String order) {
        Comparator<Row> byId = Comparator.comparingLong(Row::id);
        Comparator<Row> comparator =
                switch (order) {
                    case "UPDATED_AT_DESC" ->
                        Comparator.comparingLong(Row::updated).reversed().thenComparing(byId);
                    case "UPDATED_AT_ASC" ->
                        Comparator.comparingLong(Row::updated).thenComparing(byId);
                    case "CREATED_AT_DESC" ->
                        Comparator.comparingLong(Row::created).reversed().thenComparing(byId);
                    case "CREATED_AT_ASC" ->
                        Comparator.comparingLong(Row::created).thenComparing(byId);
                    case "ID_ASC" -> byId;
                    default -> throw new IllegalArgumentException(order);
                };
        return remembered.computeIfAbsent(entities + "?" + text, key -> walk(entities, text)).stream()
                .sorted(comparator)
                .toList();
    }

    private List<Row> walk(String entities, String text) {
        String query = text.isEmpty() ? "" : "&query=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
        List<Row> all = new ArrayList<>();
        for (int page = 1; ; page++) {
            JsonNode answer = amocrm.fresh(entities + "?limit=" + PAGE + "&page=" + page + query);
            answer.path("_embedded").path(entities).forEach(raw -> all.add(Row.of(raw)));
            if (!answer.path("_links").has("next")) {
                return all;
            }
        }
    }
}
