package camp.elbrusboot.gateway.reads;

import static camp.elbrusboot.gateway.reads.Meaning.id;
import static camp.elbrusboot.gateway.reads.Meaning.idOf;
import static camp.elbrusboot.gateway.reads.Meaning.plain;
import static camp.elbrusboot.gateway.reads.Meaning.text;

import camp.elbrusboot.gateway.reads.Meaning.Thing;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Custom fields and contact points, which are custom fields too. */
final class FieldMeanings {
    private FieldMeanings() {}

    static void into(Map<String, Map<String, Meaning>> all) {
        all.put(
                "CustomField",
                Map.of(
                        "id",
                        id("field_id"),
                        "name",
                        text("field_name"),
                        "code",
                        plain("field_code"),
                        "type",
                        plain("field_type"),
                        "values",
                        (on, given) -> {
                            List<Thing> values = new ArrayList<>();
                            on.path("values").forEach(value -> values.add(new Thing("CustomFieldValue", value)));
                            return values;
                        }));
        all.put(
                "CustomFieldValue",
                Map.of(
                        "text",
                        (on, given) -> TextNode.valueOf(asText(on)),
                        "json",
                        (on, given) -> value(on),
                        "enumId",
                        (on, given) -> idOf(on.path(on.has("enum_id") ? "enum_id" : "enum")),
                        "enumCode",
                        plain("enum_code")));
        all.put("ContactPoint", Map.of("value", plain("value"), "kind", plain("enum_code")));
    }

    /** All without conditions, else those with one of the codes or one of the ids. */
    static List<Thing> fields(JsonNode on, Given given) {
        boolean all = !given.has("codes") && !given.has("ids");
        List<Thing> fields = new ArrayList<>();
        for (JsonNode field : on.path("custom_fields_values")) {
            if (all
                    || given.texts("codes").contains(field.path("field_code").textValue())
                    || given.texts("ids").contains(field.path("field_id").asText())) {
                fields.add(new Thing("CustomField", field));
            }
        }
        return fields;
    }

    static List<Thing> points(JsonNode on, String code) {
        List<Thing> points = new ArrayList<>();
        for (JsonNode field : on.path("custom_fields_values")) {
            if (field.path("field_code").asText("").equals(code)) {
                for (JsonNode value : field.path("values")) {
                    if (!value.path("value").asText("").isEmpty()) {
                        points.add(new Thing("ContactPoint", value));
                    }
                }
            }
        }
        return points;
    }

    static JsonNode firstPoint(JsonNode on, String code) {
        List<Thing> points = points(on, code);
        return points.isEmpty() ? NullNode.getInstance() : points.get(0).raw().path("value");
    }

    /** A chained list has no value: it is one. */
    private static JsonNode value(JsonNode on) {
        return on.has("value") ? on.get("value") : on;
    }

    private static String asText(JsonNode on) {
        JsonNode value = value(on);
        return value.isContainerNode() ? value.toString() : value.isNull() ? "" : value.asText();
    }
}
