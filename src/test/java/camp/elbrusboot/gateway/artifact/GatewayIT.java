package camp.elbrusboot.gateway.artifact;

import camp.elbrusboot.gateway.journey.Journeys;
import camp.elbrusboot.gateway.journey.Tokens;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The journeys on the packaged gateway: the jar, or the native binary under {@code -Dnative}. */
class GatewayIT extends Journeys {
    private static final Path CLIENT = Path.of("src/test/js");

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
        Assumptions.assumeTrue(
                Command.exists("node") && Command.exists("npm"), "skipped: there is no Node.js on this machine");
        Command.Result installed = Command.run(CLIENT, Duration.ofMinutes(3), "npm", "ci", "--no-audit", "--no-fund");
        Assumptions.assumeTrue(
                installed.status() == 0, () -> "skipped: npm cannot install the client: " + installed.output());

        Command.Result result = Command.run(
                CLIENT,
                Duration.ofSeconds(40),
                "node",
                "stage-change.mjs",
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
