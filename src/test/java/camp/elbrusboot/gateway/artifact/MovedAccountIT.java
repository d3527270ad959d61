package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Accounts are renamed, and moved from one of amoCRM's domains to another. */
@Timeout(400)
class MovedAccountIT extends Standalone {
    private static final String WHEREABOUTS = "/oauth2/account/current/subdomain";

    @Test
    void followsAnAccountToItsNewHost() throws Exception {
        settings.put("gateway.account.authorization-code", sandbox.authorizationCode());
        String name;
        try (GatewayProcess gateway = start()) {
            name = nameIn(freshLead(gateway));

            sandbox.moveTo("moved.kommo.com");

            // The former host answers 401.
            assertThat(nameIn(freshLead(gateway))).isEqualTo(name);
            assertThat(account(gateway, FIRST)).contains("\"moved\"", "CONNECTED");
            assertThat(account(gateway, "moved")).contains(FIRST);
            assertThat(log()).contains("has moved from elbrusbootcamp.amocrm.ru to moved.kommo.com");
        }
        assertThat(database.query("select host, instead_of from account"))
                .containsExactly("moved.kommo.com|elbrusbootcamp.amocrm.ru");

        int before = sandbox.requests();
        try (GatewayProcess gateway = start()) {
            assertThat(nameIn(freshLead(gateway))).isEqualTo(name);
            assertThat(sandbox.requestsSince(before)).allMatch(request -> request.endsWith(" 200"));

            // Once more, with a host that answers 404 to everything, and a token that is due.
            sandbox.moveTo("again.amocrm.ru");
            sandbox.fault("{\"kind\":\"status\",\"status\":404,\"host\":\"moved.kommo.com\"}");
            assertThat(nameIn(freshLead(gateway))).isEqualTo(name);
            sandbox.noFaults();
        }
        database.execute("update account_token set access_expires_at = now()");
        sandbox.moveTo("third.amocrm.ru");
        try (GatewayProcess gateway = start()) {
            assertThat(nameIn(freshLead(gateway))).isEqualTo(name);
        }

        // The settings have followed: what was stored in their stead is void, also when that is not where it is.
        sandbox.moveTo("fourth.amocrm.ru");
        settings.put("gateway.account.host", "fourth.amocrm.ru");
        before = sandbox.requests();
        try (GatewayProcess gateway = start()) {
            assertThat(nameIn(freshLead(gateway))).isEqualTo(name);
            assertThat(sandbox.requestsSince(before)).allMatch(request -> request.endsWith(" 200"));
        }
    }

    @Test
    void doesNotFollowTheAccountToWhereItCannotBe() throws Exception {
        AtomicReference<String> whereabouts = new AtomicReference<>("");
        try (Interceptor amocrm =
                new Interceptor(sandbox.url(), (path, body) -> path.endsWith(WHEREABOUTS) ? whereabouts.get() : body)) {
            settings.put("gateway.account.base-url", amocrm.url() + "/at/{host}");
            settings.put("gateway.account.authorization-code", sandbox.authorizationCode());
            try (GatewayProcess gateway = start()) {
                assertThat(nameIn(freshLead(gateway))).isNotEmpty();
                sandbox.moveTo("moved.kommo.com");
                for (String answer : List.of(
                        "{\"id\":21234439,\"domain\":\"evil.example\"}",
                        "{\"id\":21234439,\"domain\":\"moved.kommo.com.evil.example\"}",
                        "{\"id\":31415926,\"domain\":\"second.amocrm.ru\"}",
                        "{\"id\":21234439,\"domain\":null}",
                        "{\"id\":21234439}",
                        "[]",
                        "no JSON, and def502 in it")) {
                    whereabouts.set(answer);
                    int before = amocrm.paths().size();

                    // Until the refusal before has been forgotten, and amoCRM is asked again.
                    await().atMost(30, TimeUnit.SECONDS).until(() -> {
                        assertThat(freshLead(gateway)).contains("NEEDS_AUTHORIZATION");
                        return amocrm.paths().stream().skip(before).anyMatch(path -> path.endsWith(WHEREABOUTS));
                    });
                }
                assertThat(amocrm.paths())
                        .allMatch(path -> path.startsWith("/at/elbrusbootcamp.amocrm.ru/")
                                || path.equals("/at/api-b.amocrm.ru" + WHEREABOUTS));
                assertThat(database.query("select * from account")).isEmpty();
                assertThat(database.query("select count(refresh_token) from account_token"))
                        .containsExactly("1");
                assertThat(log()).doesNotContain("eyJ", "def502");
            }
        }
    }

    @Test
    void asksNobodyElseWhereTheAccountIs() throws Exception {
        settings.put("gateway.account.authorization-code", sandbox.authorizationCode());
        try (GatewayProcess gateway = start()) {
            assertThat(nameIn(freshLead(gateway))).isNotEmpty();
            sandbox.moveTo("moved.kommo.com");
            sandbox.fault("{\"kind\":\"status\",\"status\":401,\"path\":\"/oauth2/account\"}");

            assertThat(freshLead(gateway)).contains("NEEDS_AUTHORIZATION");
            // Nobody said that the refresh token is dead.
            assertThat(database.query("select count(refresh_token) from account_token"))
                    .containsExactly("1");

            sandbox.noFaults();
            await().atMost(30, TimeUnit.SECONDS).until(() -> freshLead(gateway).contains("\"name\""));
        }
    }
}
