package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Calls a sandbox over HTTP, as the gateway does. */
final class Client {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper mapper = new ObjectMapper();
    private final String url;

    Client(String url) {
        this.url = url;
    }

    HttpResponse<byte[]> get(String path) {
        return send("GET", path, "", Tokens.LONG_LIVED);
    }

    HttpResponse<byte[]> getWith(String token, String path) {
        return send("GET", path, "", token);
    }

    HttpResponse<byte[]> getWithHeader(String name, String value, String path) {
        return send(HttpRequest.newBuilder(URI.create(url + path)).header(name, value));
    }

    HttpResponse<byte[]> post(String path, String body) {
        return send("POST", path, body, Tokens.LONG_LIVED);
    }

    HttpResponse<byte[]> send(String method, String path, String body, String token) {
        return send(HttpRequest.newBuilder(URI.create(url + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    /** A fresh code of the account that {@code host} names, or of the first. */
    String code(String host) {
        String query = host.isEmpty() ? "" : "?host=" + host;
        return json(post("/sandbox/authorization-codes" + query, ""))
                .path("code")
                .asText();
    }

    HttpResponse<byte[]> redeem(String base, String code) {
        return token(base, "authorization_code", "code", code);
    }

    HttpResponse<byte[]> refresh(String base, JsonNode tokens) {
        String refreshToken = tokens.path("refresh_token").asText();
        return token(base, "refresh_token", "refresh_token", refreshToken);
    }

    private HttpResponse<byte[]> token(String base, String grant, String field, String credential) {
        JsonNode body = Json.object()
                .put("client_id", Integration.CLIENT_ID)
                .put("client_secret", Integration.CLIENT_SECRET)
                .put("grant_type", grant)
                .put(field, credential)
                .put("redirect_uri", Integration.REDIRECT_URI);
        return post(base + "/oauth2/access_token", body.toString());
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    JsonNode json(String path) {
        return json(get(path));
    }

    JsonNode json(HttpResponse<byte[]> response) {
        try {
            return mapper.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
