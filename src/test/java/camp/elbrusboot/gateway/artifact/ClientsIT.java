package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import camp.elbrusboot.gateway.journey.SandboxControl;
import camp.elbrusboot.gateway.journey.Tokens;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that frontends use and we did not write, from npm, and the audit of GraphQL over HTTP. */
@Timeout(330)
class ClientsIT {
    private static final Map<String, String> ENVIRONMENT = new HashMap<>();

    private static GatewayProcess gateway;

    @BeforeAll
    static void start() throws IOException {
        if (!NodePrograms.areInstalled()) {
            return;
        }
        Map<String, String> settings = SandboxSettings.settings();
        // The audit asks for types.
        settings.put("gateway.limits.introspection", "true");
        settings.put("gateway.sockets.init-wait", "3s");
        settings.put("gateway.sockets.ping", "1s");
        gateway = GatewayProcess.start(settings, ProcessLog.of(ClientsIT.class, "gateway"));
        String own = "http://localhost:" + gateway.port();
        SandboxControl sandbox = new SandboxControl();
        sandbox.subscribe(own + SandboxControl.webhookPath());
        ENVIRONMENT.put("GATEWAY_URL", own + "/graphql");
        ENVIRONMENT.put("GATEWAY_METRICS", "http://localhost:" + gateway.managementPort() + "/q/metrics");
        ENVIRONMENT.put("GATEWAY_TOKEN", Tokens.all());
        ENVIRONMENT.put("SANDBOX_URL", sandbox.url());
    }

    /** Before each: Maven does not count what is skipped all at once. */
    @BeforeEach
    void assumeInstalled() {
        NodePrograms.assumeInstalled(ClientsIT.class);
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void passesEveryItemOfTheAuditOfGraphqlHttp() throws Exception {
        assertThat(run("audits.mjs", List.of())).contains("61 of 61 ok");
    }

    @Test
    void servesGraphqlWs() throws Exception {
        suite("graphql-ws.mjs");
    }

    @Test
    void servesGraphqlSse() throws Exception {
        suite("graphql-sse.mjs");
    }

    @Test
    void servesApolloClient() throws Exception {
        suite("apollo.mjs");
    }

    @Test
    void servesUrql() throws Exception {
        suite("urql.mjs");
    }

    private static void suite(String program) throws Exception {
        String output = run(program, List.of("--test", "--test-reporter=spec"));
        // A suite that has no tests has no failures either.
        assertThat(output).containsPattern("pass [1-9]").contains("fail 0", "cancelled 0");
    }

    private static String run(String program, List<String> options) throws Exception {
        Command.Result result = NodePrograms.run(program, options, ENVIRONMENT, Duration.ofMinutes(5));
        System.out.printf("%s, the whole of it in target/js/%s.log:%n%s%n", program, program, summary(result.output()));
        assertThat(result.status()).as(result.output()).isZero();
        return result.output();
    }

    /** What failed, what was left out, and how many there were. */
    private static String summary(String output) {
        Stream<String> lines = Arrays.stream(output.split("\n"));
        return String.join(
                "\n",
                lines.filter(line -> line.matches("\\s*[✖﹣ℹ].*|\\d+ of \\d+ ok"))
                        .toList());
    }
}
