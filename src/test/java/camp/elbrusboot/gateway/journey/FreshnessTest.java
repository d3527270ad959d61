package camp.elbrusboot.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An answer says how old it is, in its extensions and in its headers. */
@QuarkusTest
@Timeout(60)
class FreshnessTest {
    private static final String LEAD = "{ lead(id: \"26331366\") { name contacts { name } status { name } } }";
    private static final Pattern REUSABLE = Pattern.compile("private, max-age=(\\d+)");

    private final SandboxControl sandbox = new SandboxControl();

    @Test
    void saysHowOldAnAnswerIs() {
        SandboxControl.flushCache();
        Response cold = respond(LEAD);
        assertThat(cold.jsonPath().getString("extensions.freshness.source")).isEqualTo("amocrm");
        assertThat(cold.jsonPath().getLong("extensions.freshness.ageMs")).isLessThan(10_000);
        assertAgrees(cold);

        assertAgrees(respond(LEAD));
        assertAgrees(respond("{ pipelines { name } contacts(first: 1) { nodes { id } } account { currency } }"));
    }

    @Test
    void saysNothingWhereNothingOfAmoCrmWasRead() {
        for (String query : List.of(
                "{ __typename }",
                "{ __schema { queryType { name } } }",
                "{ account { id } }",
                "{ lead(id: \"x\") { id } }",
                "{ nothing }",
                "{ lead(",
                "")) {
            Response answer = respond(query);
            assertThat(answer.jsonPath().<Object>get("extensions.freshness"))
                    .as(query)
                    .isNull();
            assertUnusable(answer);
        }
    }

    @Test
    void letsNobodyKeepAnAnswerWithErrors() {
        Response partial = respond("{ a: lead(id: \"26331366\") { name } b: lead(id: \"x\") { name } }");

        assertThat(partial.jsonPath().getBoolean("extensions.freshness.stale")).isFalse();
        assertUnusable(partial);
    }

    @Test
    void confusesNoAnswersThatAreMadeAtOnce() {
        List<CompletableFuture<Response>> answers = IntStream.range(0, 60)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> respond(i % 2 == 0 ? LEAD : "{ __typename }")))
                .toList();

        for (int i = 0; i < answers.size(); i++) {
            Response answer = answers.get(i).orTimeout(30, TimeUnit.SECONDS).join();
            if (i % 2 == 0) {
                assertAgrees(answer);
            } else {
                assertUnusable(answer);
            }
        }
    }

    @Test
    void saysItOfEachEvent() {
        sandbox.subscribe("http://localhost:" + RestAssured.port + SandboxControl.webhookPath());
        try (GraphqlSocket socket = new GraphqlSocket()) {
            socket.subscribe("subscription { stageChanged(filter: {leadIds: [\"30000110\"]}) { lead { name } } }");
            for (long stage : List.of(22_695_448, 21_234_454)) {
                sandbox.move(30_000_110, 1_309_792, stage);
                JsonNode payload = socket.expect("next");
                assertThat(payload.at("/extensions/freshness/stale").isBoolean())
                        .as(payload.toString())
                        .isTrue();
                assertThat(payload.at("/extensions/freshness/ageMs").asLong(-1)).isBetween(0L, 10_000L);
            }
        }
    }

    private static Response respond(String query) {
        return Graphql.respond(query, Map.of());
    }

    private static void assertAgrees(Response answer) {
        assertThat(answer.jsonPath().<Object>get("errors")).isNull();
        long ageMs = answer.jsonPath().getLong("extensions.freshness.ageMs");
        long age = Long.parseLong(answer.header("Age"));
        assertThat(ageMs).isNotNegative();
        assertThat(age).isEqualTo((ageMs + 999) / 1_000);
        assertThat(answer.jsonPath().getString("extensions.freshness.source")).isIn("memory", "redis", "amocrm");
        assertThat(answer.jsonPath().getBoolean("extensions.freshness.stale")).isFalse();
        assertThat(answer.headers().getValues("Cache-Control")).hasSize(1);
        Matcher reusable = REUSABLE.matcher(answer.header("Cache-Control"));
        assertThat(reusable.matches()).as(answer.header("Cache-Control")).isTrue();
        assertThat(Long.parseLong(reusable.group(1))).isGreaterThanOrEqualTo(age);
    }

    private static void assertUnusable(Response answer) {
        assertThat(answer.headers().getValues("Cache-Control")).containsExactly("no-store");
        assertThat(answer.header("Age")).isNull();
    }
}
