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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {
    private static final String HOME = "/at/elbrusbootcamp.amocrm.ru";

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

    /** Nothing of it spends the code. */
    @ParameterizedTest
    @CsvSource({
        "401, application/problem+json",
        "402, application/problem+json",
        "403, application/problem+json",
        "404, application/problem+json",
        "422, application/problem+json",
        "429, text/html",
        "500, application/problem+json",
        "502, text/html",
        "503, text/html",
        "504, text/html"
    })
    void failsOnTheTokenEndpointToo(int status, String contentType) {
        fault("{\"kind\":\"status\",\"status\":" + status + ",\"path\":\"/oauth2/access_token\",\"times\":1}");
        var code = client.code("");
        var failed = client.redeem(HOME, code);
        assertThat(failed.statusCode()).isEqualTo(status);
        assertThat(failed.headers().firstValue("Content-Type")).contains(contentType);
        assertThat(client.redeem(HOME, code).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "blocked, true",
        "html-instead-of-json, true",
        "empty-body, false",
        "slow-body, false",
        "slow-reply, false",
        "truncated-body, false",
        "dropped-connection, true",
        "lost-reply, false"
    })
    void spoilsTheTokenReplyBeforeOrAfterTheCodeIsSpent(String kind, boolean codeIsLeft) {
        var delay = kind.startsWith("slow") ? ",\"delayMs\":200" : "";
        fault("{\"kind\":\"" + kind + "\",\"path\":\"/oauth2/access_token\",\"times\":1" + delay + "}");
        var code = client.code("");
        long before = System.nanoTime();
        try {
            var spoilt = client.redeem(HOME, code);
            assertThat(spoilt.statusCode()).isEqualTo(kind.equals("blocked") ? 403 : 200);
        } catch (UncheckedIOException broken) {
            assertThat(kind).isIn("truncated-body", "dropped-connection", "lost-reply");
        }
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
        assertThat(took >= 195).isEqualTo(kind.startsWith("slow"));
        assertThat(client.redeem(HOME, code).statusCode()).isEqualTo(codeIsLeft ? 200 : 400);
    }

    @Test
    void losesTheReplyToARefreshThatHasRotatedTheTokens() {
        var tokens = client.json(client.redeem(HOME, client.code("")));
        fault("{\"kind\":\"lost-reply\",\"path\":\"/oauth2/access_token\",\"times\":1}");
        assertThatThrownBy(() -> client.refresh(HOME, tokens)).isInstanceOf(UncheckedIOException.class);
        var again = client.refresh(HOME, tokens);
        assertThat(again.statusCode()).isEqualTo(401);
        assertThat(client.json(again).path("hint").asText()).isEqualTo("Token has been revoked");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v4/leads?filter[id][]=1&filter[id][]=2&limit=250, 504",
        "/api/v4/leads?filter[id][]=26331366&limit=250, 200",
        "/api/v4/leads?limit=2, 504",
        "/api/v4/leads?limit=1, 200",
        "/api/v4/leads, 200",
        "/api/v4/leads/links?filter[entity_id][]=1&filter[entity_id][]=2, 504",
        "'/api/v2/leads?id=26331366,26331370', 504",
        "/api/v2/leads?id[]=26331366&id[]=26331370, 504",
        "/api/v2/leads?id=26331366, 200",
        "/api/v2/leads?limit_rows=2, 504"
    })
    void refusesBatchesThatAreTooLarge(String path, int status) {
        fault("{\"kind\":\"status\",\"status\":504,\"moreThan\":1}");
        assertThat(client.get(path.replace("[", "%5B").replace("]", "%5D")).statusCode())
                .isEqualTo(status);
    }

    @Test
    void failsAtOneHostOnly() {
        fault("{\"kind\":\"status\",\"status\":500,\"host\":\"second.amocrm.ru\"}");
        assertThat(client.get("/api/v4/account").statusCode()).isEqualTo(200);
        assertThat(client.get("/at/second.amocrm.ru/api/v4/account").statusCode())
                .isEqualTo(500);
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
