package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import camp.elbrusboot.gateway.journey.SandboxControl;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of an account whose integration is switched off or whose long-lived token is refused. */
@Timeout(400)
class DisabledIntegrationIT extends Standalone {
    @Test
    void givesUpTheTokensWhenAmocrmSaysThatTheIntegrationIsOff() throws Exception {
        settings.put("gateway.account.authorization-code", sandbox.authorizationCode());
        try (GatewayProcess gateway = start()) {
            String url = "http://localhost:" + gateway.port() + "/oauth/disabled";
            String signature = "0000000000000000000000000000000000000000000000000000000000000000";
            String client = settings.get("gateway.account.client-id");
            assertThat(nameIn(freshLead(gateway))).isNotEmpty();
            assertThat(gateway.get("/oauth/disabled").statusCode()).isEqualTo(403);
            for (String query : new String[] {
                "?account_id=" + FIRST + "&client_uuid=" + client + "&signature=" + signature,
                "?account_id=" + FIRST + "&client_uuid=" + client + "&signature=",
                "?account_id=" + FIRST + "&client_uuid=" + client,
                "?account_id=" + SECOND + "&client_uuid=" + client + "&signature=" + signature,
                "?account_id=&client_uuid=&signature=",
                "?account_id=" + FIRST + "&client_uuid=x&signature=" + signature
            }) {
                var page = gateway.get("/oauth/disabled" + query);
                assertThat(page.statusCode()).as(query).isEqualTo(403);
                assertThat(page.body()).isEqualTo(gateway.get("/oauth/disabled").body());
            }
            assertThat(nameIn(freshLead(gateway))).isNotEmpty();
            assertThat(tokens()).isEqualTo("1");

            for (String parameter : new String[] {"client_uuid", "client_id"}) {
                connectSecond(gateway);
                String cached = lead(gateway, SECOND);
                assertThat(nameIn(cached)).isNotEmpty();
                assertThat(tokens()).isEqualTo("2");

                assertThat(sandbox.disable(
                                "second.amocrm.ru", "{\"url\":\"" + url + "\",\"parameter\":\"" + parameter + "\"}"))
                        .isEqualTo(200);

                assertThat(tokens()).isEqualTo("1");
                assertThat(account(gateway, SECOND)).contains("NEEDS_AUTHORIZATION");
                // What is known goes on being shown, until it is too old.
                assertThat(lead(gateway, SECOND)).isEqualTo(cached);
                int before = sandbox.requests();
                SandboxControl.flushCache();
                assertThat(lead(gateway, SECOND)).contains("NEEDS_AUTHORIZATION");
                assertThat(sandbox.requests()).isEqualTo(before);
                assertThat(nameIn(freshLead(gateway))).isNotEmpty();
            }
            connectSecond(gateway);
            assertThat(nameIn(lead(gateway, SECOND))).isNotEmpty();

            // What amoCRM has said once is signed for ever, and must not end what has been connected since.
            String said = "/oauth/disabled?account_id=" + SECOND + "&client_uuid=" + client + "&signature="
                    + signature(client + "|" + SECOND);
            int before = sandbox.requests();
            for (int i = 0; i < 5; i++) {
                assertThat(gateway.get(said).statusCode()).isEqualTo(200);
            }
            assertThat(sandbox.tokenCallsSince(before)).containsExactly(200);
            assertThat(tokens()).isEqualTo("2");
            SandboxControl.flushCache();
            assertThat(nameIn(lead(gateway, SECOND))).isNotEmpty();
        }
    }

    private String signature(String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(
                settings.get("gateway.account.client-secret").getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void connectSecond(GatewayProcess gateway) throws Exception {
        sandbox.settings("{\"consentAccount\":\"second\"}");
        assertThat(gateway.get(consented(gateway, "")).statusCode()).isEqualTo(200);
    }

    private String tokens() throws Exception {
        return database.query("select count(refresh_token) from account_token").get(0);
    }

    @Test
    void needsNoTokenCallsWithALongLivedToken() throws Exception {
        settings.keySet()
                .removeIf(
                        name -> name.contains("client-") || name.contains("redirect") || name.contains("tokens.keys"));
        settings.put("gateway.account.long-lived-token", "sandbox-long-lived-token");
        int before = sandbox.requests();
        try (GatewayProcess gateway = start()) {
            assertThat(nameIn(freshLead(gateway))).isNotEmpty();
            assertThat(gateway.getManagement("/oauth/connect").statusCode()).isEqualTo(409);
            assertThat(gateway.get("/oauth/callback?state=a.b&code=c&referer=a.amocrm.ru")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(gateway.get("/oauth/disabled?account_id=1&client_id=2&signature=3")
                            .statusCode())
                    .isEqualTo(403);
        }
        settings.put("gateway.account.long-lived-token", "eyJh.another-that-is-refused.c");
        try (GatewayProcess gateway = start()) {
            assertThat(freshLead(gateway)).contains("NEEDS_AUTHORIZATION");
            assertThat(account(gateway, FIRST)).contains("NEEDS_AUTHORIZATION");
            assertThat(gateway.getManagement("/q/health/well").statusCode()).isEqualTo(503);
        }
        assertThat(sandbox.requestsSince(before)).noneMatch(request -> request.contains("/oauth2/"));
        await().atMost(5, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(log()).doesNotContain("another-that-is-refused"));
    }
}
