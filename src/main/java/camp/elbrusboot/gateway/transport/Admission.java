package camp.elbrusboot.gateway.transport;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code connection_init} says in place of headers, which a browser cannot send with a handshake; by the names of the
 * headers, in whatever case.
 */
final class Admission {
    private static final Set<String> HEADERS = Set.of("authorization", "x-amocrm-account", "priority", "traceparent");
    private static final int LONGEST = 8_192;

    private Admission() {}

    /** The headers of the handshake, with what the payload says instead. */
    static Map<String, List<String>> headers(Map<String, List<String>> handshake, JsonObject payload) {
        Map<String, List<String>> headers = new HashMap<>(handshake);
        payload.forEach((name, value) -> HEADERS.stream()
                .filter(header -> header.equalsIgnoreCase(name))
                .forEach(header -> {
                    if (value instanceof JsonString text && text.getString().length() <= LONGEST) {
                        headers.put(header, List.of(text.getString()));
                    }
                }));
        return headers;
    }
}
