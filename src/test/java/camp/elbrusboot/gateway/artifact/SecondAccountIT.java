package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two accounts behind one gateway, whose leads and contacts have the same numbers. */
@Timeout(400)
class SecondAccountIT extends Standalone {
    @Test
    void servesAnAccountThatIsConnectedWhileItRuns() throws Exception {
        settings.put("gateway.account.authorization-code", sandbox.authorizationCode());
        try (GatewayProcess one = start();
                GatewayProcess two = start()) {
            String first = lead(one);
            assertThat(lead(one, SECOND)).contains("UNKNOWN_ACCOUNT");
            assertThat(lead(one, "second")).contains("UNKNOWN_ACCOUNT");
            assertThat(lead(one, "")).doesNotContain("\"code\":\"INTERNAL\"");
            sandbox.settings("{\"consentAccount\":\"second\"}");

            assertThat(one.get(consented(one, "")).body()).contains(SECOND);

            String second = lead(one, SECOND);
            assertThat(nameIn(second)).isNotEqualTo(nameIn(first));
            // From the cache by now: the numbers are the same, the leads are not.
            assertThat(lead(one, "second")).isEqualTo(second);
            assertThat(lead(one)).isEqualTo(first);
            assertThat(lead(one, FIRST)).isEqualTo(first);
            assertThat(lead(one, "nobody")).contains("UNKNOWN_ACCOUNT");
            assertThat(account(one, "second")).contains(SECOND, "CONNECTED");

            await().atMost(60, TimeUnit.SECONDS).until(() -> lead(two, SECOND).equals(second));
            assertThat(account(two, SECOND)).contains("CONNECTED");
            assertThat(lead(two)).isEqualTo(first);
            for (GatewayProcess gateway : new GatewayProcess[] {one, two}) {
                assertThat(gateway.post(webhook(gateway), "application/x-www-form-urlencoded", moved())
                                .statusCode())
                        .isEqualTo(204);
                assertThat(gateway.post(webhook(gateway) + "0", "application/x-www-form-urlencoded", moved())
                                .statusCode())
                        .isEqualTo(404);
            }
            assertThat(database.query("select distinct account_id from stage_change"))
                    .containsExactly(SECOND);
            assertThat(log()).doesNotContain(webhook(one).replaceAll(".*/", ""));
        }
        int before = sandbox.requests();
        try (GatewayProcess gateway = start()) {
            assertThat(lead(gateway, SECOND)).contains("\"name\"").doesNotContain("errors");
            assertThat(sandbox.requestsSince(before)).noneMatch(request -> request.contains("/oauth2/"));
        }
    }

    @Test
    void tellsOtherReplicasThatAnAccountIsConnectedAgain() throws Exception {
        try (GatewayProcess one = start();
                GatewayProcess two = start()) {
            assertThat(account(two, FIRST)).contains("NEEDS_AUTHORIZATION");

            assertThat(one.get(consented(one, "")).statusCode()).isEqualTo(200);

            // Without anybody reading there: its health would stay bad for as long.
            await().atMost(60, TimeUnit.SECONDS)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> two.getManagement("/q/health/well").statusCode() == 200);
        }
    }

    @Test
    void takesASecondAccountFromTheEnvironment() throws Exception {
        settings.put("gateway.account.authorization-code", sandbox.authorizationCode());
        settings.put("gateway.accounts.second.id", SECOND);
        settings.put("gateway.accounts.second.host", "second.amocrm.ru");
        settings.put("gateway.accounts.second.webhook-key", "the-key-of-the-second-account");
        settings.put("gateway.accounts.second.authorization-code", sandbox.authorizationCode("second.amocrm.ru"));
        try (GatewayProcess gateway = start()) {
            String first = lead(gateway);
            String second = lead(gateway, "second");
            assertThat(nameIn(second)).isNotEqualTo(nameIn(first));
            assertThat(lead(gateway, SECOND)).isEqualTo(second);
            assertThat(account(gateway, "second")).contains(SECOND);
            assertThat(account(gateway, "elbrusbootcamp")).contains(FIRST);
            assertThat(gateway.getManagement("/accounts").body())
                    .contains("/webhooks/amocrm/" + SECOND + "/the-key-of-the-second-account");
            assertThat(gateway.post(
                                    "/webhooks/amocrm/" + SECOND + "/the-key-of-the-second-account",
                                    "application/x-www-form-urlencoded",
                                    moved())
                            .statusCode())
                    .isEqualTo(204);
        }
    }

    @Test
    void namesTheSettingsOfASecondAccountThatAreMissingOrWrong() throws Exception {
        ProcessBuilder wrong = new ProcessBuilder(GatewayProcess.command());
        wrong.environment().keySet().removeIf(name -> name.startsWith("GATEWAY_") || name.startsWith("QUARKUS_"));
        wrong.environment().put("GATEWAY_ACCOUNT_ID", SECOND);
        wrong.environment().put("GATEWAY_ACCOUNTS_SECOND_HOST", "second.example");
        wrong.environment().put("GATEWAY_ACCOUNTS_THIRD_ID", SECOND);

        Command.Result result = Command.run(wrong, Duration.ofSeconds(60));

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output())
                .contains("GATEWAY_ACCOUNTS_SECOND_ID (gateway.accounts.second.id): ")
                .contains("GATEWAY_ACCOUNTS_SECOND_HOST (gateway.accounts.second.host) must be a host of amoCRM's")
                .contains("GATEWAY_ACCOUNTS_SECOND_WEBHOOK_KEY (gateway.accounts.second.webhook-key): ")
                .contains("GATEWAY_ACCOUNTS_THIRD_HOST (gateway.accounts.third.host): ")
                .contains("GATEWAY_ACCOUNTS_THIRD_ID (gateway.accounts.third.id) is the number of another account, too")
                .doesNotContain("GATEWAY_ACCOUNTS_SECOND_CLIENT_ID", "\tat ", "Exception");
    }

    private static String webhook(GatewayProcess gateway) {
        return gateway.getManagement("/accounts")
                .body()
                .lines()
                .filter(line -> line.startsWith(SECOND))
                .map(line -> line.split("\t", -1)[2])
                .findFirst()
                .orElseThrow();
    }

    private static String moved() {
        return "leads[status][0][id]=26331366&leads[status][0][status_id]=142"
                + "&leads[status][0][old_status_id]=21234454&leads[status][0][pipeline_id]=1309792&account[id]="
                + SECOND;
    }
}
