package camp.elbrusboot.gateway.transport;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Documents that the operator trusts, by id and by the SHA-256 of their text: a JSON object of texts by id, or a manifest of
 * Apollo's ({@code operations[].id} and {@code .body}).
 */
public final class Manifest {
    private Manifest() {}

    /**
     * Texts by id and hash.
     *
     * @throws IllegalArgumentException what is wrong with the file
     */
    public static Map<String, String> read(Path file) {
        JsonObject json;
        try {
            json = Json.object(Files.readString(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("names a file that cannot be read, " + file, e);
        }
        if (json == null) {
            throw new IllegalArgumentException("names a file that is not a JSON object, " + file);
        }
        Map<String, String> documents = new HashMap<>();
        if (json.get("operations") instanceof JsonArray operations) {
            for (JsonValue value : operations) {
                if (value instanceof JsonObject operation) {
                    add(documents, operation.get("id"), operation.get("body"));
                }
            }
        } else {
            json.forEach((id, body) -> add(documents, Json.PROVIDER.createValue(id), body));
        }
        if (documents.isEmpty()) {
            throw new IllegalArgumentException("names a file without documents, " + file);
        }
        return Map.copyOf(documents);
    }

    private static void add(Map<String, String> documents, @Nullable JsonValue id, @Nullable JsonValue body) {
        if (id instanceof JsonString name && body instanceof JsonString text) {
            documents.put(name.getString(), text.getString());
            documents.put(Documents.sha256(text.getString()), text.getString());
        }
    }
}
