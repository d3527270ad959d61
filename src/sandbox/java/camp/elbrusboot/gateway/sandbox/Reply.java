package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is answered; no content type means no body at all.
 *
 * @param delay of the second half of the body, if the transmission is slow; of all, if it is late
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and nobody writes into the body.
record Reply(
        int status,
        @Nullable String contentType,
        byte[] body,
        Map<String, String> headers,
        Transmission transmission,
        Duration delay) {
    private static final String HAL = "application/hal+json";
    private static final String JSON = "application/json; charset=utf-8";
    private static final String HTML = "text/html";

    enum Transmission {
        WHOLE,
        SLOW,
        LATE,
        TRUNCATED,
        NONE
    }

    private Reply(int status, @Nullable String contentType, byte[] body, Map<String, String> headers) {
        this(status, contentType, body, headers, Transmission.WHOLE, Duration.ZERO);
    }

    static Reply hal(JsonNode document) {
        return hal(200, document);
    }

    static Reply hal(int status, JsonNode document) {
        return new Reply(status, HAL, Json.bytes(document), Map.of());
    }

    /** A successful v2 answer (section 3). */
    static Reply version2(byte[] document, long now) {
        return new Reply(200, HAL, document, Map.of("Runtime-Timestamp", String.valueOf(now)));
    }

    static Reply json(int status, JsonNode document) {
        return new Reply(status, JSON, Json.bytes(document), Map.of());
    }

    /** Stands for "nothing found" too, with a body of no bytes (section 2.1). */
    static Reply noContent() {
        return new Reply(204, null, new byte[0], Map.of());
    }

    static Reply redirect(String address) {
        return new Reply(302, null, new byte[0], Map.of("Location", address));
    }

    static Reply text(int status, String text) {
        return new Reply(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    static Reply problem(int status, JsonNode document) {
        return new Reply(status, "application/problem+json", Json.bytes(document), Map.of());
    }

    /** The same reply with no byte of its body, which is not what 204 is. */
    Reply withoutBody() {
        return new Reply(200, contentType == null ? HAL : contentType, new byte[0], headers);
    }

    Reply sent(Transmission how, Duration after) {
        return new Reply(status, contentType, body, headers, how, after);
    }

    /** A page of nginx in front of amoCRM: no JSON, and no Retry-After (section 5.2). */
    static Reply page(int status, String title) {
        String page = """
                <html>
                <head><title>%1$s</title></head>
                <body>
                <center><h1>%1$s</h1></center>
                <hr><center>nginx</center>
                </body>
                </html>
                """.formatted(title);
        return new Reply(status, HTML, page.getBytes(StandardCharsets.UTF_8), Map.of());
    }
}
