package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How an administrator connects an account over amoCRM's consent window, and who is refused. */
@Timeout(400)
class ConnectIT extends Standalone {
    @Test
    void connectsTheAccountAndKeepsItConnected() throws Exception {
        try (GatewayProcess gateway = start()) {
            assertThat(freshLead(gateway)).contains("NEEDS_AUTHORIZATION");
            assertThat(account(gateway, FIRST)).contains("NEEDS_AUTHORIZATION");
            assertThat(gateway.getManagement("/q/health/well").body()).contains("\"amoCRM\"", "NEEDS_AUTHORIZATION");
            assertThat(gateway.getManagement("/q/health/well").statusCode()).isEqualTo(503);
            assertThat(gateway.getManagement("/q/health/ready").statusCode()).isEqualTo(200);
            assertThat(gateway.getManagement("/q/metrics").body())
                    .contains("gateway_account_authorized{account=\"" + FIRST + "\"} 0");
            assertThat(gateway.get("/oauth/connect").statusCode()).isEqualTo(404);
            assertThat(gateway.get("/accounts").statusCode()).isEqualTo(404);
            assertThat(gateway.getManagement("/oauth/callback").statusCode()).isEqualTo(404);
            assertThat(gateway.getManagement("/oauth/connect?account=nobody").statusCode())
                    .isEqualTo(404);
            assertThat(gateway.getManagement("/oauth/connect")
                            .headers()
                            .firstValue("Location")
                            .orElseThrow())
                    .startsWith(sandbox.url() + "/at/www.amocrm.ru/oauth?client_id="
                            + settings.get("gateway.account.client-id") + "&state=");

            String callback = consented(gateway, "?account=elbrusbootcamp");
            var page = gateway.get(callback);

            assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
            assertThat(page.body()).contains(FIRST).doesNotContain(parameter(callback, "code"));
            assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
            // Before anybody has read: the administrator sees at once that it worked.
            assertThat(account(gateway, FIRST)).contains("CONNECTED");
            assertThat(gateway.getManagement("/q/health/well").statusCode()).isEqualTo(200);
            assertThat(nameIn(freshLead(gateway))).isNotEmpty();
            assertThat(log()).doesNotContain(parameter(callback, "code"), parameter(callback, "state"));
        }

        int before = sandbox.requests();
        try (GatewayProcess gateway = start()) {
            assertThat(nameIn(freshLead(gateway))).isNotEmpty();
            assertThat(sandbox.requestsSince(before)).noneMatch(request -> request.contains("/oauth2/"));
        }
    }

    @Test
    void saysThatTheRedirectUriMayBeWrong() throws Exception {
        settings.put("gateway.account.redirect-uri", settings.get("gateway.account.redirect-uri") + "/");
        try (GatewayProcess gateway = start()) {
            var page = gateway.get(consented(gateway, ""));

            assertThat(page.statusCode()).isEqualTo(502);
            assertThat(page.body()).contains("redirect URI").doesNotContain("def502", "Exception");
            assertThat(database.query("select * from account")).isEmpty();
            assertThat(account(gateway, FIRST)).contains("NEEDS_AUTHORIZATION");
        }
    }

    @Test
    void refusesEveryCallbackThatIsNotAsItShouldBe() throws Exception {
        try (GatewayProcess gateway = start()) {
            String good = consented(gateway, "");
            List<String> secrets = new ArrayList<>(List.of(
                    parameter(good, "code"), parameter(good, "state"), settings.get("gateway.account.client-secret")));
            int before = sandbox.requests();

            refusals(good).forEach((what, callback) -> {
                var page = gateway.get(callback);
                assertThat(page.statusCode()).as(what + ": " + page.body()).isEqualTo(400);
                assertThat(page.body()).doesNotContain(secrets);
                assertThat(sandbox.requests()).as(what).isEqualTo(before);
            });
            assertThat(gateway.get("/oauth/callback?error=access_denied&state=" + parameter(good, "state"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(gateway.post(good, "text/plain", "").statusCode()).isEqualTo(405);
            assertThat(sandbox.requests()).isEqualTo(before);
            assertThat(database.query("select * from account")).isEmpty();
            assertThat(database.query("select * from spent_secret")).isEmpty();

            // Nothing of all that has used the state up. Hosts are not told apart by case.
            assertThat(gateway.get(with(good, "referer", "ElbrusBootcamp.AMOCRM.ru"))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(sandbox.requestsSince(before)).hasSize(1);

            String other = consented(gateway, "");
            secrets.add(parameter(other, "code"));
            int after = sandbox.requests();
            assertThat(gateway.get(good).statusCode()).as("replayed").isEqualTo(400);
            assertThat(gateway.get(with(other, "state", parameter(good, "state")))
                            .statusCode())
                    .as("a used state with a fresh code")
                    .isEqualTo(400);
            String third = consented(gateway, "");
            assertThat(gateway.get(with(third, "code", parameter(good, "code"))).statusCode())
                    .as("a used code with a fresh state")
                    .isEqualTo(400);
            assertThat(sandbox.requests()).isEqualTo(after);
            assertThat(log()).contains("/oauth/callback was refused").doesNotContain(secrets);
            assertThat(nameIn(freshLead(gateway))).isNotEmpty();
        }
    }

    private Map<String, String> refusals(String good) {
        Map<String, String> refusals = new LinkedHashMap<>();
        String state = parameter(good, "state");
        refusals.put("nothing at all", "/oauth/callback");
        refusals.put("no state", good.replaceAll("&state=[^&]*", ""));
        refusals.put("no code", good.replaceAll("([?&])code=[^&]*&", "$1"));
        refusals.put("no referer", good.replaceAll("&referer=[^&]*", ""));
        refusals.put("an empty code", with(good, "code", ""));
        refusals.put("an over-long code", with(good, "code", "a".repeat(4097)));
        refusals.put("an over-long state", with(good, "state", "a".repeat(4097)));
        byte[] flipped = Base64.getUrlDecoder().decode(state.split("\\.", -1)[1]);
        flipped[7] ^= 1;
        refusals.put("a flipped bit", with(good, "state", state.split("\\.", -1)[0] + "." + encoded(flipped)));
        refusals.put("no signature", with(good, "state", state.split("\\.", -1)[0] + "."));
        refusals.put(
                "another text under the signature",
                with(
                        good,
                        "state",
                        encoded("00|4102444800|0|x".getBytes(StandardCharsets.UTF_8)) + "."
                                + state.split("\\.", -1)[1]));
        for (String referer : List.of(
                "evil.example",
                "elbrusbootcamp.amocrm.ru.evil.example",
                "amocrm.ru",
                "x.y.amocrm.ru",
                "elbrusbootcamp.amocrm.ru:8443",
                "user%40elbrusbootcamp.amocrm.ru",
                "evil.example%2F.amocrm.ru",
                "elbrusbootcamp.amocrm.ru%2Fpath",
                "https%3A%2F%2Felbrusbootcamp.amocrm.ru",
                "elbrusbootcamp.xn--mocrm-3nf.ru",
                "elbrusbootcamp.amocrm.ru%0A",
                "")) {
            refusals.put("referer " + referer, with(good, "referer", referer));
        }
        // The first of two counts, for the check and for the call.
        refusals.put("two referers", with(good, "referer", "evil.example") + "&referer=elbrusbootcamp.amocrm.ru");
        return refusals;
    }

    @Test
    void refusesStatesThatHaveExpiredOrAreOfAnotherKey() throws Exception {
        settings.put("gateway.tokens.state-lives", "1s");
        try (GatewayProcess gateway = start()) {
            String callback = consented(gateway, "");
            int before = sandbox.requests();
            String foreign = with(callback, "referer", "evil.example");

            await().atMost(30, TimeUnit.SECONDS)
                    .until(() -> gateway.get(foreign).body().contains("expired"));

            assertThat(gateway.get(callback).statusCode()).isEqualTo(400);
            assertThat(gateway.get(callback).body()).contains("expired");
            assertThat(sandbox.requests()).isEqualTo(before);
        }
        settings.remove("gateway.tokens.state-lives");
        String ofAnotherKey;
        try (GatewayProcess gateway = start()) {
            ofAnotherKey = consented(gateway, "");
        }
        settings.put("gateway.tokens.keys", TokensAtRestIT.NEW);
        try (GatewayProcess gateway = start()) {
            int before = sandbox.requests();
            assertThat(gateway.get(ofAnotherKey).statusCode()).isEqualTo(400);
            assertThat(sandbox.requests()).isEqualTo(before);
            assertThat(log()).doesNotContain(parameter(ofAnotherKey, "code"));
        }
    }

    @Test
    void storesNothingWhereAnotherAccountWasChosenOrTheAdministratorRefuses() throws Exception {
        try (GatewayProcess gateway = start()) {
            sandbox.settings("{\"consentAccount\":\"second\"}");
            var page = gateway.get(consented(gateway, "?account=" + FIRST));
            assertThat(page.statusCode()).isEqualTo(409);
            assertThat(page.body()).contains(FIRST, SECOND);

            sandbox.settings("{\"consents\":false}");
            assertThat(gateway.get(consented(gateway, "")).statusCode()).isEqualTo(403);

            // What looks like the answer of an account may be anything.
            sandbox.settings("{\"consents\":true,\"consentAccount\":\"elbrusbootcamp\"}");
            sandbox.fault("{\"kind\":\"truncated-body\",\"path\":\"/oauth2/access_token\",\"times\":1}");
            assertThat(gateway.get(consented(gateway, "")).statusCode()).isIn(502, 503);
            sandbox.fault("{\"kind\":\"html-instead-of-json\",\"path\":\"/oauth2/access_token\",\"times\":1}");
            assertThat(gateway.get(consented(gateway, "")).statusCode()).isIn(502, 503);
            sandbox.fault("{\"kind\":\"status\",\"status\":500,\"path\":\"/oauth2/access_token\",\"times\":1}");
            assertThat(gateway.get(consented(gateway, "")).statusCode()).isEqualTo(503);

            assertThat(database.query("select * from account")).isEmpty();
            assertThat(database.query("select access_token, refresh_token from account_token"))
                    .containsOnly("null|null");
            assertThat(log()).doesNotContain("eyJ", "def502", settings.get("gateway.account.client-secret"));
        }
    }

    @Test
    void answersEvenWhenPostgresqlIsAway() throws Exception {
        try (GatewayProcess gateway = start()) {
            String callback = consented(gateway, "");
            database.drop();
            int before = sandbox.requests();

            var page = gateway.get(callback);

            assertThat(page.statusCode()).isEqualTo(503);
            assertThat(page.body()).doesNotContain("Exception", parameter(callback, "code"));
            assertThat(sandbox.requests()).isEqualTo(before);
            assertThat(log()).doesNotContain(parameter(callback, "code"));
        }
    }

    @Test
    void saysSoWhenTheTokensCannotBeKept() throws Exception {
        AtomicBoolean dropped = new AtomicBoolean();
        try (Interceptor amocrm = new Interceptor(sandbox.url(), (path, body) -> {
            if (path.endsWith("/oauth2/access_token") && dropped.compareAndSet(false, true)) {
                database.drop();
            }
            return body;
        })) {
            settings.put("gateway.account.base-url", amocrm.url() + "/at/{host}");
            try (GatewayProcess gateway = start()) {
                var page = gateway.get(consented(gateway, ""));

                assertThat(page.statusCode()).isEqualTo(503);
                assertThat(account(gateway, FIRST)).contains("NEEDS_AUTHORIZATION");
                assertThat(log()).contains("/oauth/callback failed").doesNotContain("eyJ", "def502");
            }
        }
    }

    @Test
    void goesByTheHostWhereTheTokenDoesNotSayWhoseItIs() throws Exception {
        try (Interceptor amocrm = new Interceptor(
                sandbox.url(),
                (path, body) -> path.endsWith("/oauth2/access_token")
                        ? body.replaceAll(
                                "\"access_token\":\"[^\"]*\"", "\"access_token\":\"sandbox-long-lived-token\"")
                        : body)) {
            settings.put("gateway.account.base-url", amocrm.url() + "/at/{host}");
            try (GatewayProcess gateway = start()) {
                sandbox.settings("{\"consentAccount\":\"second\"}");
                assertThat(gateway.get(consented(gateway, "")).statusCode()).isEqualTo(502);

                sandbox.settings("{\"consentAccount\":\"elbrusbootcamp\"}");
                assertThat(gateway.get(consented(gateway, "")).statusCode()).isEqualTo(200);
                assertThat(nameIn(freshLead(gateway))).isNotEmpty();
                assertThat(database.query("select account_id from account")).containsExactly(FIRST);
            }
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
