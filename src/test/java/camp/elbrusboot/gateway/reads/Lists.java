package camp.elbrusboot.gateway.reads;

import camp.elbrusboot.gateway.reads.Meaning.Thing;
import camp.elbrusboot.gateway.reads.Rows.Row;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** Pages of leads and of contacts, cut out of everything that there is. */
final class Lists {
    /** The schema does not say in which order contacts come; this is what it says of leads where it does not ask. */
    private static final String ORDER_OF_CONTACTS = "UPDATED_AT_DESC";

    private final RestV4 amocrm;
    private final Rows rows;
    private final Cursors cursors;

    Lists(RestV4 amocrm, Rows rows, Cursors cursors) {
        this.amocrm = amocrm;
        this.rows = rows;
        this.cursors = cursors;
    }

    void into(Map<String, Map<String, Meaning>> all) {
        all.get("Query")
                .put(
                        "leads",
                        (on, given) -> page("leads", filter(given), given.text("orderBy", "UPDATED_AT_DESC"), given));
        all.get("Query").put("contacts", (on, given) -> page("contacts", filter(given), ORDER_OF_CONTACTS, given));
        for (String type : List.of("Lead", "Contact")) {
            all.put(
                    type + "Connection",
                    Map.of(
                            "nodes",
                            (on, given) -> each(on, row -> node(type, row.path("id"))),
                            "edges",
                            (on, given) -> each(on, row -> new Thing(type + "Edge", row)),
                            "pageInfo",
                            (on, given) -> new Thing("PageInfo", on)));
            all.put(
                    type + "Edge",
                    Map.of("cursor", Meaning.plain("cursor"), "node", (on, given) -> node(type, on.path("id"))));
        }
        all.put(
                "PageInfo",
                Map.of(
                        "hasNextPage",
                        Meaning.plain("more"),
                        "hasPreviousPage",
                        Meaning.plain("before"),
                        "startCursor",
                        (on, given) -> cursor(on, 0),
                        "endCursor",
                        (on, given) -> cursor(on, on.path("rows").size() - 1)));
    }

    Object ofPipeline(long pipeline, Given given) {
        ObjectNode filter = filter(given);
        List<String> pipelines = Given.texts(filter.get("pipelineIds"));
        if (!pipelines.isEmpty() && !pipelines.contains(Long.toString(pipeline))) {
            filter.putArray("statuses").addObject().put("pipelineId", 0).put("statusId", 0);
        }
        filter.putArray("pipelineIds").add(pipeline);
        return page("leads", filter, "UPDATED_AT_DESC", given);
    }

    Object ofStatus(long pipeline, long status, Given given) {
        ObjectNode filter = JsonNodeFactory.instance.objectNode();
        filter.putArray("statuses").addObject().put("pipelineId", pipeline).put("statusId", status);
        return page("leads", filter, "UPDATED_AT_DESC", given);
    }

    private Thing page(String entities, ObjectNode filter, String order, Given given) {
        String text = filter.path("query").asText("").isBlank()
                ? ""
                : filter.path("query").asText();
        String list = entities + " " + order + " " + identity(filter);
        List<Row> all = rows.ordered(entities, text, order).stream()
                .filter(row -> admits(filter, row))
                .toList();
        int from = given.has("after") ? cursors.after(given.text("after", ""), list) : 0;
        int to = Math.min(all.size(), from + given.number("first", 50));
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        page.put("before", from > 0).put("more", to < all.size());
        page.putArray("rows");
        for (int i = from; i < to; i++) {
            ObjectNode row = page.withArray("rows").addObject();
            row.put("id", all.get(i).id()).put("cursor", Cursors.place(list, i));
        }
        return new Thing(entities.equals("leads") ? "LeadConnection" : "ContactConnection", page);
    }

    /** Two filters that mean the same have the same. */
    private static String identity(ObjectNode filter) {
        List<String> parts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> condition : filter.properties()) {
            JsonNode value = condition.getValue();
            if (value.isArray() && !value.isEmpty()) {
                TreeSet<String> elements = new TreeSet<>();
                value.forEach(element -> elements.add(
                        element.isObject()
                                ? element.path("pipelineId").asText() + ":"
                                        + element.path("statusId").asText()
                                : element.asText()));
                parts.add(condition.getKey() + elements);
            } else if (value.isObject()) {
                String from = value.path("from").asText("");
                String to = value.path("to").asText("");
                parts.add(from.isEmpty() && to.isEmpty() ? "" : condition.getKey() + from + ".." + to);
            } else if (value.isTextual() && !value.textValue().isBlank()) {
                parts.add(condition.getKey() + "=" + value.textValue());
            }
        }
        parts.removeIf(String::isEmpty);
        parts.sort(null);
        return parts.toString();
    }

    private static boolean admits(ObjectNode filter, Row row) {
        List<String> pipelines = Given.texts(filter.get("pipelineIds"));
        List<String> users = Given.texts(filter.get("responsibleUserIds"));
        JsonNode statuses = filter.path("statuses");
        boolean inStage = statuses.isEmpty();
        for (JsonNode stage : statuses) {
            inStage |= stage.path("pipelineId").asLong() == row.pipeline()
                    && stage.path("statusId").asLong() == row.status();
        }
        return inStage
                && (pipelines.isEmpty() || pipelines.contains(Long.toString(row.pipeline())))
                && (users.isEmpty() || users.contains(Long.toString(row.responsible())))
                && within(filter.path("createdAt"), row.created())
                && within(filter.path("updatedAt"), row.updated())
                && within(filter.path("closedAt"), row.closed());
    }

    /** From inclusive, to exclusive. */
    private static boolean within(JsonNode range, Long seconds) {
        String from = range.path("from").asText("null");
        String to = range.path("to").asText("null");
        if (seconds == null) {
            return from.equals("null") && to.equals("null");
        }
        return (from.equals("null") || seconds >= OffsetDateTime.parse(from).toEpochSecond())
                && (to.equals("null") || seconds < OffsetDateTime.parse(to).toEpochSecond());
    }

    private static ObjectNode filter(Given given) {
        return given.has("filter")
                ? ((ObjectNode) given.arguments().get("filter")).deepCopy()
                : JsonNodeFactory.instance.objectNode();
    }

    private Thing node(String type, JsonNode id) {
        return type.equals("Lead")
                ? EntityMeanings.lead(amocrm, id.asText())
                : EntityMeanings.contact(amocrm, id.asText());
    }

    private static List<Thing> each(JsonNode page, Function<JsonNode, Thing> thing) {
        List<Thing> things = new ArrayList<>();
        page.path("rows").forEach(row -> things.add(thing.apply(row)));
        return things;
    }

    private static JsonNode cursor(JsonNode page, int index) {
        JsonNode row = index < 0 ? MissingNode.getInstance() : page.path("rows").path(index);
        return row.isMissingNode() ? NullNode.getInstance() : row.path("cursor");
    }
}
