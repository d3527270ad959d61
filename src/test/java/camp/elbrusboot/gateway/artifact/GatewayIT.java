package camp.elbrusboot.gateway.artifact;

import camp.elbrusboot.gateway.journey.Journeys;
import camp.elbrusboot.gateway.journey.Tokens;
import io.restassured.RestAssured;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The journeys on the packaged gateway: the jar, or the native binary under {@code -Dnative}. */
class GatewayIT extends Journeys {
    private static GatewayProcess gateway;

    @BeforeAll
    static void start() throws IOException {
        Map<String, String> settings = SandboxSettings.settings();
        // As production has it by itself; tests in the JVM of Maven do not.
        settings.remove("gateway.limits.introspection");
        gateway = GatewayProcess.start(settings, ProcessLog.of(GatewayIT.class, "gateway"));
        RestAssured.port = gateway.port();
    }

    @AfterAll
    static void stop() {
        RestAssured.reset();
        gateway.close();
    }

    @Override
    protected String management() {
        return "http://localhost:" + gateway.managementPort() + "/q/";
    }

    /** As it is in production, where nobody has asked for more. */
    @Test
    void doesNotShowItsSchema() {
        for (String query : List.of(
                "{ __schema { types { name } } }",
                "{ __type(name: \\\"Lead\\\") { fields { name } } }",
                "{ ...A } fragment A on Query { a: __schema { queryType { name } } }")) {
            String answer = RestAssured.given()
                    .contentType("application/json")
                    .header("Authorization", Tokens.bearer())
                    .body("{\"query\":\"" + query + "\"}")
                    .post("/graphql")
                    .asString();
            Assertions.assertThat(answer)
                    .contains("\"code\":\"BAD_REQUEST\"")
                    .doesNotContain("\"name\":", "\"fields\":", "\tat ");
        }
        for (String path : List.of("/graphql/schema.graphql", "/q/graphql-ui", "/q/graphql-ui/", "/graphql-ui")) {
            Assertions.assertThat(RestAssured.get(path).statusCode()).as(path).isEqualTo(404);
        }
        var answer = RestAssured.get("/graphql");
        Assertions.assertThat(answer.statusCode()).isEqualTo(401);
        Assertions.assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'none'");
        Assertions.assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    /** A client that we did not write, from npm. */
    @Test
    @Timeout(240)
    void pushesAStageChangeToGraphqlWs() throws IOException, InterruptedException {
        NodePrograms.assumeInstalled(GatewayIT.class);
        Command.Result result = NodePrograms.run(
                "stage-change.mjs",
                List.of(),
                Map.of(),
                Duration.ofSeconds(40),
                "ws://localhost:" + RestAssured.port + "/graphql",
                sandbox.url(),
                "26331366",
                Long.toString(PIPELINE),
                Long.toString(INVOICED),
                Long.toString(IN_WORK),
                Tokens.all());

        Assertions.assertThat(result.output())
                .contains("\"name\":\"выставлен счет\"")
                .contains("\"previousStatus\":{")
                .contains("\"email\":\"test@elbrusboot.camp\"");
        Assertions.assertThat(result.status()).isZero();
    }
}
