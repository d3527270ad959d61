package camp.elbrusboot.gateway.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.StreamSupport;

/** What a gateway answered to a GraphQL query. */
record Answer(JsonNode document) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Answer of(String body) {
        try {
            return new Answer(JSON.readTree(body));
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + body, e);
        }
    }

    /** The codes of its errors; empty when all went well. */
    List<String> codes() {
        return StreamSupport.stream(document.path("errors").spliterator(), false)
                .map(error -> error.path("extensions").path("code").asText("none"))
                .toList();
    }

    /** What its errors say, one after the other. */
    String messages() {
        return String.join("; ", document.path("errors").findValuesAsText("message"));
    }

    long retryAfterMillis() {
        return document.path("errors").findValuesAsText("retryAfterMs").stream()
                .mapToLong(Long::parseLong)
                .max()
                .orElse(0);
    }

    /** Of the lead or contact that was asked for alone. */
    String id() {
        return document.path("data").path("it").path("id").asText("none");
    }
}
