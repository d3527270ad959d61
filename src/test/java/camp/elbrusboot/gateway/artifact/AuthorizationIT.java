package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import camp.elbrusboot.gateway.journey.SandboxControl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How an operator connects an account and stays connected. In a database of its own: it breaks the tokens in it. */
@Timeout(300)
class AuthorizationIT {
    private static final String PIPELINES = "{\"query\":\"{ pipelines { id } }\"}";

    private final SandboxControl sandbox = new SandboxControl();

    private Path log;
    private OwnDatabase database;
    private Map<String, String> settings;

    @BeforeEach
    void ownDatabase() throws Exception {
        log = ProcessLog.of(AuthorizationIT.class, "gateway");
        database = new OwnDatabase("authorization_it");
        settings = database.settings();
    }

    @AfterEach
    void leaveNoTrace() throws Exception {
        database.close();
        SandboxControl.flushCache();
    }

    @Test
    void connectsByCodeRefreshesAndAsksForANewCodeWhenTheChainIsLost() throws Exception {
        settings.put("gateway.account.authorization-code", sandbox.authorizationCode());
        Map<String, String> wrongSecret = new HashMap<>(settings);
        wrongSecret.put("gateway.account.client-secret", "wrong");
        // A mistyped secret costs a restart, not the code.
        try (GatewayProcess gateway = GatewayProcess.start(wrongSecret, log)) {
            assertThat(pipelines(gateway)).contains("NEEDS_AUTHORIZATION");
        }
        try (GatewayProcess gateway = GatewayProcess.start(settings, log)) {
            assertThat(pipelines(gateway)).contains("1309792");
        }

        // The code is spent and still in the settings; the pair in PostgreSQL serves.
        int before = sandbox.requests();
        try (GatewayProcess gateway = GatewayProcess.start(settings, log)) {
            assertThat(pipelines(gateway)).contains("1309792");
            assertThat(sandbox.requestsSince(before)).noneMatch(r -> r.contains("/oauth2/"));
        }

        database.execute("update account_token set access_expires_at = now() + interval '1 minute'");
        before = sandbox.requests();
        try (GatewayProcess gateway = GatewayProcess.start(settings, log)) {
            assertThat(pipelines(gateway)).contains("1309792");
            assertThat(sandbox.requestsSince(before))
                    .filteredOn(r -> r.contains("/oauth2/"))
                    .hasSize(1);
        }

        // A wrong secret is no reason to give up what is stored, nor to send amoCRM a code that has not been used.
        database.execute("update account_token set access_expires_at = now()");
        wrongSecret.put("gateway.account.authorization-code", sandbox.authorizationCode());
        before = sandbox.requests();
        try (GatewayProcess gateway = GatewayProcess.start(wrongSecret, log)) {
            assertThat(pipelines(gateway)).contains("NEEDS_AUTHORIZATION");
            // A 401 may come from a host that the account has left, so amoCRM is asked where it is, too.
            assertThat(sandbox.requestsSince(before))
                    .hasSizeLessThanOrEqualTo(2)
                    .filteredOn(r -> r.contains("/oauth2/access_token"))
                    .hasSize(1);
        }
        try (GatewayProcess gateway = GatewayProcess.start(settings, log)) {
            assertThat(pipelines(gateway)).contains("1309792");
        }

        database.execute("update account_token set access_expires_at = now(), key_id = null,"
                + " access_token = 'lost', refresh_token = 'lost'");
        before = sandbox.requests();
        try (GatewayProcess gateway = GatewayProcess.start(settings, log)) {
            for (int i = 0; i < 20; i++) {
                assertThat(pipelines(gateway)).contains("NEEDS_AUTHORIZATION");
            }
            assertThat(sandbox.requestsSince(before)).hasSizeLessThanOrEqualTo(2);
        }

        settings.put("gateway.account.authorization-code", sandbox.authorizationCode());
        try (GatewayProcess gateway = GatewayProcess.start(settings, log)) {
            assertThat(pipelines(gateway)).contains("1309792");
        }
        assertThat(Files.readString(log))
                .contains("GATEWAY_ACCOUNT_AUTHORIZATION_CODE")
                .doesNotContain(settings.get("gateway.account.client-secret"))
                .doesNotContain(settings.get("gateway.account.authorization-code"))
                .doesNotContain(settings.get("gateway.account.webhook-key"));
    }

    private static String pipelines(GatewayProcess gateway) {
        SandboxControl.flushCache();
        return gateway.post("/graphql", "application/json", PIPELINES).body();
    }
}
