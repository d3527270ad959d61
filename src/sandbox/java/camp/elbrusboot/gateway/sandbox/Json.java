package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** JSON documents as trees: what is served has to have amoCRM's shape, quirks included, not the shape of a class. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    static <T> ArrayNode array(Iterable<T> items, Function<T, ? extends JsonNode> document) {
        ArrayNode array = array();
        for (T item : items) {
            array.add(document.apply(item));
        }
        return array;
    }

    static byte[] bytes(JsonNode document) {
        try {
            return MAPPER.writeValueAsBytes(document);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static ObjectNode document(Record values) {
        return MAPPER.valueToTree(values);
    }

    /** Throws IllegalArgumentException, with the text of the record's own constructor if it is that which refuses. */
    static <T extends Record> T read(ObjectNode document, Class<T> type) {
        try {
            return MAPPER.treeToValue(document, type);
        } catch (JsonProcessingException refused) {
            Throwable cause = refused.getCause() == null ? refused : refused.getCause();
            throw new IllegalArgumentException(cause.getMessage(), refused);
        }
    }

    /** The object in {@code body}; empty if the body is no JSON object. */
    static Optional<ObjectNode> parseObject(byte[] body) {
        try {
            return MAPPER.readTree(body) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    /** The bytes of a fixture, as they are. */
    static byte[] fixture(String name) {
        try (InputStream stream = Json.class.getResourceAsStream("/sandbox/" + name)) {
            if (stream == null) {
                throw new IllegalStateException("the fixture " + name + " is not on the class path");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T> List<T> list(JsonNode array, Function<JsonNode, T> reader) {
        List<T> list = new ArrayList<>();
        array.forEach(element -> list.add(reader.apply(element)));
        return list;
    }

    static @Nullable Long number(JsonNode parent, String key) {
        JsonNode value = parent.path(key);
        return value.isNumber() ? (Long) value.longValue() : null;
    }

    static @Nullable String text(JsonNode parent, String key) {
        JsonNode value = parent.path(key);
        return value.isTextual() ? value.textValue() : null;
    }
}
