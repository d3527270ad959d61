package camp.elbrusboot.gateway.journey;

import camp.elbrusboot.gateway.cache.CacheLayer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.Arc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/** Steers the sandbox and looks at what the gateway asked it. */
public final class SandboxControl {
    public static final String ACCOUNT = setting("gateway.account.id");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url = setting("sandbox.url");

    public static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    /** Path of the webhook's address at the gateway. */
    public static String webhookPath() {
        return "/webhooks/amocrm/" + ACCOUNT + "/" + setting("gateway.account.webhook-key");
    }

    public String url() {
        return url;
    }

    /** A token for a caller of the gateway, by the parameters of {@code POST /sandbox/token}. */
    public String token(String parameters) {
        try {
            return JSON.readTree(post("/sandbox/token?" + parameters, ""))
                    .path("access_token")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void move(long lead, long pipeline, long status) {
        post("/sandbox/leads/" + lead + "/move?pipelineId=" + pipeline + "&statusId=" + status, "");
    }

    /** To every change of leads, contacts and companies. */
    public void subscribe(String destination) {
        post("/sandbox/subscribe", "{\"destination\":\"" + destination + "\"}");
    }

    public void subscribe(String destination, String setting) {
        post("/sandbox/subscribe", "{\"destination\":\"" + destination + "\",\"settings\":[\"" + setting + "\"]}");
    }

    /** Changes something, by what stands after {@code /sandbox/} in the control page; answers the body. */
    public String change(String path) {
        return post("/sandbox/" + path, "");
    }

    public void settings(String json) {
        post("/sandbox/settings", json);
    }

    public void fault(String json) {
        post("/sandbox/faults", json);
    }

    public void noFaults() {
        send(HttpRequest.newBuilder(URI.create(url + "/sandbox/faults")).DELETE());
    }

    /** How fast calls arrived since {@link #forgetRate}. */
    public record Rate(int maxInAnySecond, int rejected429, int total) {}

    public Rate rate() {
        JsonNode rate = read("/sandbox/rate");
        return new Rate(
                rate.path("maxInAnySecond").asInt(),
                rate.path("rejected429").asInt(),
                rate.path("total").asInt());
    }

    public void forgetRate() {
        post("/sandbox/rate/reset", "");
    }

    public String authorizationCode() {
        try {
            return JSON.readTree(send(HttpRequest.newBuilder(URI.create(url + "/sandbox/authorization-codes"))
                            .POST(HttpRequest.BodyPublishers.noBody())))
                    .path("code")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String authorizationCode(String host) {
        try {
            return JSON.readTree(post("/sandbox/authorization-codes?host=" + host, ""))
                    .path("code")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void moveTo(String host) {
        post("/sandbox/move-host", "{\"host\":\"" + host + "\"}");
    }

    public void revokeTokens() {
        post("/sandbox/tokens/revoke", "");
    }

    /** Data, hosts, settings and faults as they were; tokens and the record stay. */
    public void reset() {
        post("/sandbox/reset", "");
    }

    /** Switches the integration off; answers what the gateway answered. */
    public int disable(String host, String json) {
        try {
            return JSON.readTree(post("/sandbox/integration/disable?host=" + host, json))
                    .path("status")
                    .asInt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many requests the gateway has made so far. */
    public int requests() {
        return record().path("total").asInt();
    }

    /** Path and query of what the gateway asked since it had made that many requests, without escapes. */
    public List<String> queriesSince(int total) {
        JsonNode record = record();
        int fresh = record.path("total").asInt() - total;
        List<String> all = new ArrayList<>();
        record.path("requests").forEach(request -> {
            String query = URLDecoder.decode(request.path("query").asText(), StandardCharsets.UTF_8);
            all.add(request.path("path").asText() + (query.isEmpty() ? "" : "?" + query));
        });
        return all.subList(all.size() - fresh, all.size());
    }

    /** Method, path and status of what the gateway asked since it had made that many requests. */
    public List<String> requestsSince(int total) {
        JsonNode record = record();
        int fresh = record.path("total").asInt() - total;
        List<String> all = new ArrayList<>();
        record.path("requests")
                .forEach(r -> all.add(r.path("method").asText() + " "
                        + r.path("path").asText() + " " + r.path("status").asInt()));
        return all.subList(all.size() - fresh, all.size());
    }

    /** Statuses of the calls for tokens since so many requests had been made. */
    public List<Integer> tokenCallsSince(int total) {
        return requestsSince(total).stream()
                .filter(r -> r.startsWith("POST /oauth2/access_token "))
                .map(r -> Integer.parseInt(r.substring(r.lastIndexOf(' ') + 1)))
                .toList();
    }

    private JsonNode record() {
        return read("/sandbox/requests");
    }

    private JsonNode read(String path) {
        try {
            return JSON.readTree(send(HttpRequest.newBuilder(URI.create(url + path))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empties the cache in Redis, and in the memory of an application that runs in this process. */
    public static void flushCache() {
        // Not everything: the fleet's budget is in Redis too, and who finds it gone waits for the others.
        redis("EVAL \"for _, key in ipairs(redis.call('KEYS', 'gateway*:*')) do redis.call('DEL', key) end"
                + " return redis.status_reply('OK')\" 0");
        forgetMemory();
    }

    /** What an application that runs in this process has cached. */
    static void forgetMemory() {
        if (Arc.container() != null) {
            Arc.container().select(CacheLayer.class).get().forget();
        }
    }

    /** A command in the words of Redis' own protocol; returns when it has been carried out. */
    public static void redis(String command) {
        URI redis = URI.create(setting("gateway.redis.url"));
        try (Socket socket = new Socket(redis.getHost(), redis.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(5);
            if (!new String(answer, StandardCharsets.US_ASCII).equals("+OK\r\n")) {
                throw new IllegalStateException("Redis refused " + command);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String post(String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(url + path)).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private String send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    http.send(request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(response.uri() + ": " + response.statusCode() + " " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
