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
        gateway = GatewayProcess.start(SandboxSettings.settings(), ProcessLog.of(GatewayIT.class, "gateway"));
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
