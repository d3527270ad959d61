package camp.elbrusboot.gateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {
    private static Sandbox sandbox;
    private static Client client;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start(SandboxSettings.crmAlone());
        client = new Client(sandbox.url());
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @BeforeEach
    void reset() {
        client.post("/sandbox/reset", "");
    }

    @Test
    void refusesTheEighthRequestInASecondWithAPage() {
        for (int i = 0; i < 7; i++) {
            assertThat(client.get("/api/v4/account").statusCode()).isEqualTo(200);
        }
        var refused = client.get("/api/v4/account");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Content-Type")).contains("text/html");
        assertThat(refused.headers().firstValue("Retry-After")).isEmpty();
        assertThat(client.get("/sandbox/settings").statusCode()).isEqualTo(200);
    }

    @Test
    void blocksWhoeverKeepsHammeringUntilReset() {
        client.post("/sandbox/settings", "{\"rateLimit\":1,\"blockAfterRejections\":2}");
        assertThat(client.get("/api/v4/account").statusCode()).isEqualTo(200);
        assertThat(client.get("/api/v4/account").statusCode()).isEqualTo(429);
        assertThat(client.get("/api/v4/account").statusCode()).isEqualTo(429);
        var blocked = client.get("/api/v4/account");
        assertThat(blocked.statusCode()).isEqualTo(403);
        assertThat(blocked.headers().firstValue("Content-Type")).contains("text/html");
        client.post("/sandbox/reset", "");
        assertThat(client.get("/api/v4/account").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 402, 403, 404, 422, 429, 500, 502, 503, 504})
    void failsAsManyTimesAsAskedOnThePathAsked(int status) {
        client.post("/sandbox/settings", "{\"rateLimit\":0}");
        fault("{\"kind\":\"status\",\"status\":" + status + ",\"path\":\"/api/v4/leads\",\"times\":2}");
        assertThat(client.get("/api/v4/account").statusCode()).isEqualTo(200);
        assertThat(client.get("/api/v4/leads/26331366").statusCode()).isEqualTo(status);
        assertThat(client.get("/api/v4/leads").statusCode()).isEqualTo(status);
        assertThat(client.get("/api/v4/leads").statusCode()).isEqualTo(200);
    }

    @Test
    void spoilsBodies() {
        fault("{\"kind\":\"html-instead-of-json\",\"times\":1}");
        assertThat(text("/api/v4/account")).startsWith("<html>");
        fault("{\"kind\":\"empty-body\",\"times\":1}");
        assertThat(text("/api/v4/account")).isEmpty();
        fault("{\"kind\":\"truncated-body\",\"times\":1}");
        assertThatThrownBy(() -> client.get("/api/v4/account")).hasRootCauseInstanceOf(EOFException.class);
        fault("{\"kind\":\"slow-body\",\"delayMs\":300,\"times\":1}");
        long before = System.nanoTime();
        assertThat(client.get("/api/v4/account").statusCode()).isEqualTo(200);
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before)).isGreaterThanOrEqualTo(295);
    }

    @Test
    void dropsConnectionsUntilTheFaultsAreDeleted() {
        fault("{\"kind\":\"dropped-connection\"}");
        assertThatThrownBy(() -> client.get("/api/v4/account")).isInstanceOf(UncheckedIOException.class);
        assertThat(client.send("DELETE", "/sandbox/faults", "", "").statusCode())
                .isEqualTo(204);
        assertThat(client.get("/api/v4/account").statusCode()).isEqualTo(200);
    }

    @Test
    void listsTheKindsToWhoeverAsksForAnotherOne() {
        for (var body :
                new String[] {"", "[]", "{\"kind\":\"fire\"}", "{\"kind\":\"status\"}", "{\"kind\":7,\"x\":1}"}) {
            assertThat(client.post("/sandbox/faults", body).statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
        var refused = client.post("/sandbox/faults", "{\"kind\":\"fire\"}");
        assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains(FaultOrder.KINDS);
        assertThat(client.post("/sandbox/settings", "{\"rateLimit\":true}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void recordsWhatWasAskedAndNotTheControlCalls() {
        long before = client.json("/sandbox/requests").path("total").asLong();
        client.get("/api/v4/leads/26331366?with=contacts");
        var record = client.json("/sandbox/requests");
        assertThat(record.path("total").asLong()).isEqualTo(before + 1);
        var last = record.path("requests").get(record.path("requests").size() - 1);
        assertThat(last.path("method").asText()).isEqualTo("GET");
        assertThat(last.path("path").asText()).isEqualTo("/api/v4/leads/26331366");
        assertThat(last.path("query").asText()).isEqualTo("with=contacts");
        assertThat(last.path("status").asInt()).isEqualTo(200);
        assertThat(last.path("at").asDouble()).isGreaterThan(1.7e12);
    }

    @Test
    void explainsItself() {
        assertThat(text("/")).contains("/sandbox/leads/{id}/move").contains(sandbox.url());
        var unknown = client.get("/sandbox/nothing");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(client.json(unknown).path("controls").isArray()).isTrue();
    }

    @Test
    void saysWhichPortIsTaken() {
        int port = Integer.parseInt(sandbox.url().replaceAll(".*:", ""));
        assertThatThrownBy(() -> Sandbox.start(SandboxSettings.crmAlone().withPort(port)))
                .hasMessageContaining(String.valueOf(port))
                .hasMessageContaining("-Dsandbox.port=");
    }

    private static void fault(String body) {
        assertThat(client.post("/sandbox/faults", body).statusCode()).isEqualTo(201);
    }

    private static String text(String path) {
        return new String(client.get(path).body(), StandardCharsets.UTF_8);
    }
}
