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
