package camp.elbrusboot.gateway.reads;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The arguments of a field. Null, and an empty text or list where that is no condition, are as if nothing was given. */
record Given(Map<String, JsonNode> arguments) {

    /** Also of ids that were written as numbers. */
    String text(String name, String otherwise) {
        JsonNode value = arguments.get(name);
        return value == null || value.isNull() ? otherwise : value.asText();
    }

    int number(String name, int otherwise) {
        JsonNode value = arguments.get(name);
        return value == null || value.isNull() ? otherwise : value.intValue();
    }

    boolean truth(String name) {
        JsonNode value = arguments.get(name);
        return value != null && value.asBoolean();
    }

    boolean has(String name) {
        JsonNode value = arguments.get(name);
        return value != null && !value.isNull();
    }

    List<String> texts(String name) {
        return texts(arguments.get(name));
    }

    static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        if (list != null) {
            list.forEach(element -> texts.add(element.asText()));
        }
        return texts;
    }
}
