package camp.elbrusboot.gateway.transport;

import io.vertx.core.MultiMap;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Set;

/** Parameters of a GET (GraphQL over HTTP, 6.3): text as it is, objects as JSON. */
final class QueryString {
    private static final Set<String> OBJECTS = Set.of("variables", "extensions");
    private static final List<String> NAMES =
            List.of("query", "operationName", "variables", "extensions", "documentId");

    private QueryString() {}

    /** Fails as BAD_REQUEST. */
    static Request request(MultiMap parameters) {
        JsonObjectBuilder json = Json.PROVIDER.createObjectBuilder();
        for (String name : NAMES) {
            List<String> values = parameters.getAll(name);
            if (values.size() > 1) {
                throw Request.bad("\"" + name + "\" is there more than once");
            }
            // As good as null; some clients write all five.
            if (values.isEmpty() || (values.get(0).isEmpty() && !name.equals("query"))) {
                continue;
            }
            String value = values.get(0);
            if (!OBJECTS.contains(name)) {
                json.add(name, value);
            } else if (!value.equals("null")) {
                JsonObject object = Json.object(value);
                if (object == null) {
                    throw Request.bad("\"" + name + "\" is not a JSON object");
                }
                json.add(name, object);
            }
        }
        return Request.of(json.build());
    }
}
