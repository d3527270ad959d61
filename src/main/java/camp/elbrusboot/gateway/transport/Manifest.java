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
final class Manifest {
    private Manifest() {}

    static Map<String, String> read(Path file) {
        String setting = "gateway.requests.trusted-documents";
        JsonObject json;
        try {
            json = Json.object(Files.readString(file));
        } catch (IOException e) {
            throw new IllegalStateException(setting + ": cannot read " + file, e);
        }
        if (json == null) {
            throw new IllegalStateException(setting + ": " + file + " is not a JSON object");
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
            throw new IllegalStateException(setting + ": " + file + " has no documents");
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
