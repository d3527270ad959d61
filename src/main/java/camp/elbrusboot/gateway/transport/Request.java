package camp.elbrusboot.gateway.transport;

import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks, by whatever transport.
 *
 * @param query the document; absent where it is named by one of the next two
 * @param hash of a persisted query, hexadecimal SHA-256
 * @param documentId of a trusted document
 */
record Request(
        @Nullable String query,
        @Nullable String hash,
        @Nullable String documentId,
        @Nullable String operationName,
        JsonObject variables) {

    private static final int LONGEST_ID = 256;

    /** Fails as BAD_REQUEST where a parameter is not what the specification of GraphQL over HTTP says, 6.1. */
    static Request of(JsonObject parameters) {
        String query = text(parameters, "query");
        JsonObject extensions = object(parameters, "extensions");
        String hash = null;
        if (extensions.get("persistedQuery") instanceof JsonObject persisted) {
            hash = text(persisted, "sha256Hash");
        }
        String documentId = text(parameters, "documentId");
        if (query == null && hash == null && documentId == null) {
            throw bad("\"query\" is missing");
        }
        if (documentId != null && documentId.length() > LONGEST_ID) {
            throw bad("\"documentId\" is too long");
        }
        return new Request(query, hash, documentId, text(parameters, "operationName"), object(parameters, "variables"));
    }

    static CrmException bad(String why) {
        return new CrmException(CrmErrorCode.BAD_REQUEST, why);
    }

    private static @Nullable String text(JsonObject parameters, String name) {
        JsonValue value = parameters.get(name);
        if (value == null || value == JsonValue.NULL) {
            return null;
        }
        if (value instanceof JsonString text) {
            return text.getString();
        }
        throw bad("\"" + name + "\" is not a string");
    }

    private static JsonObject object(JsonObject parameters, String name) {
        JsonValue value = parameters.get(name);
        if (value == null || value == JsonValue.NULL) {
            return JsonValue.EMPTY_JSON_OBJECT;
        }
        if (value instanceof JsonObject object) {
            return object;
        }
        throw bad("\"" + name + "\" is not an object");
    }

    /** As SmallRye takes it. */
    JsonObject toJson(String document) {
        JsonObjectBuilder json = Json.PROVIDER.createObjectBuilder().add("query", document);
        if (operationName != null) {
            json.add("operationName", operationName);
        }
        if (!variables.isEmpty()) {
            json.add("variables", variables);
        }
        return json.build();
    }
}
