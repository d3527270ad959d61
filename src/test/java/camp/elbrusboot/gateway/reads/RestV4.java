package camp.elbrusboot.gateway.reads;

import camp.elbrusboot.gateway.journey.SandboxControl;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Asks amoCRM's API v4 as the account has it now; remembers raw answers until it is told that something has changed. */
public final class RestV4 {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, JsonNode> remembered = new ConcurrentHashMap<>();
    private final String url;
    private final String token;

    /** Buys a token of its own. */
    public RestV4(SandboxControl sandbox) {
        url = sandbox.url();
        String body = JSON.createObjectNode()
                .put("client_id", SandboxControl.setting("gateway.account.client-id"))
                .put("client_secret", SandboxControl.setting("gateway.account.client-secret"))
                .put("grant_type", "authorization_code")
                .put("code", sandbox.authorizationCode())
                .put("redirect_uri", SandboxControl.setting("gateway.account.redirect-uri"))
                .toString();
        token = send(HttpRequest.newBuilder(URI.create(url + "/oauth2/access_token"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)))
                .path("access_token")
                .asText();
    }

    /** A document, below {@code /api/v4/}; missing where amoCRM has none. */
    public JsonNode get(String pathAndQuery) {
        return remembered.computeIfAbsent(pathAndQuery, this::fresh);
    }

    /** The same, whatever is remembered. */
    public JsonNode fresh(String pathAndQuery) {
        return send(HttpRequest.newBuilder(URI.create(url + "/api/v4/" + pathAndQuery))
                .header("Authorization", "Bearer " + token));
    }

    public void somethingHasChanged() {
        remembered.clear();
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response =
                    http.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofByteArray());
            return switch (response.statusCode()) {
                case 200 -> JSON.readTree(response.body());
                case 204, 404 -> MissingNode.getInstance();
                default -> throw new IllegalStateException(response.uri() + ": " + response.statusCode());
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
