package camp.elbrusboot.gateway.reads;

import static camp.elbrusboot.gateway.reads.Meaning.id;
import static camp.elbrusboot.gateway.reads.Meaning.plain;
import static camp.elbrusboot.gateway.reads.Meaning.text;
import static camp.elbrusboot.gateway.reads.Meaning.thing;

import camp.elbrusboot.gateway.reads.Meaning.Thing;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Pipelines and statuses, each read by its own address. */
final class PipelineMeanings {
    private static final String PIPELINES = "leads/pipelines";

    private final RestV4 amocrm;
    private final Lists lists;

    PipelineMeanings(RestV4 amocrm, Lists lists) {
        this.amocrm = amocrm;
        this.lists = lists;
    }

    void into(Map<String, Map<String, Meaning>> all) {
        all.get("Query").put("pipelines", (on, given) -> pipelines(given.truth("includeArchived")));
        all.get("Query").put("pipeline", (on, given) -> pipeline(given.text("id", "")));
        all.get("Query").put("status", (on, given) -> status(given.text("pipelineId", ""), given.text("statusId", "")));
        all.put(
                "Pipeline",
                Map.of(
                        "id", id("id"),
                        "name", text("name"),
                        "sort", plain("sort"),
                        "isMain", plain("is_main"),
                        "isArchived", plain("is_archive"),
                        "statuses", (on, given) -> statuses(on),
                        "status", (on, given) -> status(on.path("id").asText(), given.text("statusId", "")),
                        "leads", (on, given) -> lists.ofPipeline(on.path("id").asLong(), given)));
        all.put(
                "Status",
                Map.of(
                        "id",
                                (on, given) -> TextNode.valueOf(on.path("pipeline_id")
                                                .asText() + ":" + on.path("id").asText()),
                        "statusId", id("id"),
                        "name", text("name"),
                        "sort", plain("sort"),
                        "color", text("color"),
                        "kind", (on, given) -> TextNode.valueOf(kind(on)),
                        "isEditable", plain("is_editable"),
                        "pipeline",
                                (on, given) -> pipeline(on.path("pipeline_id").asText()),
                        "leads",
                                (on, given) -> lists.ofStatus(
                                        on.path("pipeline_id").asLong(),
                                        on.path("id").asLong(),
                                        given)));
    }

    Thing pipeline(String id) {
        return thing("Pipeline", amocrm.get(PIPELINES + "/" + id));
    }

    Thing status(String pipeline, String status) {
        return thing("Status", amocrm.get(PIPELINES + "/" + pipeline + "/statuses/" + status));
    }

    private List<Thing> pipelines(boolean archivedToo) {
        List<JsonNode> all = sorted(amocrm.get(PIPELINES).at("/_embedded/pipelines"));
        all.removeIf(pipeline -> !archivedToo && pipeline.path("is_archive").asBoolean());
        return all.stream().map(raw -> new Thing("Pipeline", raw)).toList();
    }

    private List<Thing> statuses(JsonNode pipeline) {
        String address = PIPELINES + "/" + pipeline.path("id").asText() + "/statuses";
        return sorted(amocrm.get(address).at("/_embedded/statuses")).stream()
                .map(raw -> new Thing("Status", raw))
                .toList();
    }

    private static List<JsonNode> sorted(JsonNode raw) {
        List<JsonNode> all = new ArrayList<>();
        raw.forEach(all::add);
        all.sort(Comparator.comparingInt(one -> one.path("sort").asInt()));
        return all;
    }

    private static String kind(JsonNode status) {
        return switch (status.path("id").asInt()) {
            case 142 -> "WON";
            case 143 -> "LOST";
            default -> status.path("type").asInt() == 1 ? "UNSORTED" : "OPEN";
        };
    }
}
