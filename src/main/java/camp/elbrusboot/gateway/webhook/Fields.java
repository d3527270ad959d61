package camp.elbrusboot.gateway.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a body in their order: {@code leads[status][0][id]=1} and the like, as form (what amoCRM sends) or as
 * one flat JSON object (what relays in between make of it).
 */
record Fields(List<Field> all) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Values are always text. PostgreSQL's texts hold no NUL, so it is dropped here; the raw body keeps it. */
    record Field(String key, String value) {
        Field {
            key = key.replace("\0", "");
            value = value.replace("\0", "");
        }
    }

    static Fields parse(@Nullable String contentType, byte[] body) throws UnparseableBody {
        String text = new String(body, StandardCharsets.UTF_8);
        boolean json =
                contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("application/json");
        List<Field> fields = json || text.startsWith("{") ? json(text) : form(text);
        if (fields.isEmpty()) {
            throw new UnparseableBody("no fields");
        }
        return new Fields(fields);
    }

    private static List<Field> form(String text) throws UnparseableBody {
        List<Field> fields = new ArrayList<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (pair.isEmpty()) {
                continue;
            }
            if (equals <= 0) {
                throw new UnparseableBody("a pair without key or value, number " + (fields.size() + 1));
            }
            try {
                fields.add(new Field(
                        QueryStringDecoder.decodeComponent(pair.substring(0, equals), StandardCharsets.UTF_8),
                        QueryStringDecoder.decodeComponent(pair.substring(equals + 1), StandardCharsets.UTF_8)));
            } catch (IllegalArgumentException e) {
                throw new UnparseableBody("a bad percent-encoding in pair number " + (fields.size() + 1));
            }
        }
        return fields;
    }

    private static List<Field> json(String text) throws UnparseableBody {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UnparseableBody("bad JSON");
        }
        if (root == null || !root.isObject()) {
            throw new UnparseableBody("JSON that is not an object");
        }
        List<Field> fields = new ArrayList<>();
        root.fields()
                .forEachRemaining(field -> fields.add(new Field(
                        field.getKey(),
                        field.getValue().isNull() ? "" : field.getValue().asText())));
        return fields;
    }
}
