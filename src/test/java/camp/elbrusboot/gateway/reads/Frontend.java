package camp.elbrusboot.gateway.reads;

import camp.elbrusboot.gateway.journey.Tokens;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Asks one gateway over HTTP/1.1: each question under way has a connection of its own. */
public final class Frontend {
    private static final int SHOWN = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;

    public Frontend(int port) {
        address = URI.create("http://localhost:" + port + "/graphql");
    }

    /** The whole document, errors and extensions included. */
    public CompletableFuture<JsonNode> ask(String query, ObjectNode variables) {
        ObjectNode body = JSON.createObjectNode().put("query", query);
        body.set("variables", variables);
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(Duration.ofMinutes(2))
                .header("Content-Type", "application/json")
                .header("Authorization", Tokens.bearer())
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()).thenApply(Frontend::document);
    }

    public CompletableFuture<JsonNode> ask(String query) {
        return ask(query, JSON.createObjectNode());
    }

    private static JsonNode document(HttpResponse<byte[]> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            String text = new String(response.body(), StandardCharsets.UTF_8);
            throw new UncheckedIOException(
                    "HTTP " + response.statusCode() + ": " + text.substring(0, Math.min(SHOWN, text.length())), e);
        }
    }
}
