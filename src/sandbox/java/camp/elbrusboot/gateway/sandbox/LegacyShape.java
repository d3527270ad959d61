package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;

/** Bends a v2 document into the shapes that PHP gives to the same content elsewhere (sections 3.3 and 6). */
final class LegacyShape {
    static final String MIXED = "mixed";
    static final String OBJECT = "object";
    static final String ARRAY = "array";

    private LegacyShape() {}

    static boolean isUsual(Behaviour behaviour) {
        return behaviour.legacyEmpties().equals(MIXED) && !behaviour.legacyNumbersAsStrings();
    }

    static JsonNode bend(JsonNode node, Behaviour behaviour) {
        if (node.isContainerNode() && node.isEmpty()) {
            return switch (behaviour.legacyEmpties()) {
                case OBJECT -> Json.object();
                case ARRAY -> Json.array();
                default -> node;
            };
        }
        if (node instanceof ObjectNode object) {
            ObjectNode bent = Json.object();
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                bent.set(entry.getKey(), bend(entry.getValue(), behaviour));
            }
            return bent;
        }
        if (node.isArray()) {
            return Json.array(node, element -> bend(element, behaviour));
        }
        return node.isNumber() && behaviour.legacyNumbersAsStrings() ? TextNode.valueOf(node.asText()) : node;
    }
}
