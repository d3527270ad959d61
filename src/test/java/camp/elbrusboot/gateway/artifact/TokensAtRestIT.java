package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What stands in PostgreSQL, and what keys have to do with it. */
@Timeout(400)
class TokensAtRestIT extends Standalone {
    static final String NEW = "new:bmV3LWtleS1vZi10b2tlbnMtYXQtcmVzdC0wMDAwMDE=";

    private static final String BYTES = "select encode(access_token, 'escape') || encode(refresh_token, 'escape')"
            + " from account_token where access_token is not null";

    @Test
    void encryptsTokensUnderKeysThatCanBeRotated() throws Exception {
        String old = settings.get("gateway.tokens.keys");
        try (GatewayProcess gateway = start()) {
            assertThat(gateway.get(consented(gateway, "")).statusCode()).isEqualTo(200);
            sandbox.settings("{\"consentAccount\":\"second\"}");
            assertThat(gateway.get(consented(gateway, "")).statusCode()).isEqualTo(200);
        }
        assertThat(database.query(BYTES)).hasSize(2).noneMatch(TokensAtRestIT::isReadable);
        assertThat(keysInUse()).isEqualTo("sandbox");

        // Not a key that anything is under: clear words, and nothing is given up.
        settings.put("gateway.tokens.keys", NEW);
        int before = sandbox.requests();
        try (GatewayProcess gateway = start()) {
            assertThat(freshLead(gateway)).contains("\"INTERNAL\"").doesNotContain("sandbox");
            assertThat(lead(gateway, SECOND)).contains("UNKNOWN_ACCOUNT");
            assertThat(log())
                    .contains("encrypted with the key \\\"sandbox\\\", which GATEWAY_TOKENS_KEYS does not have");
            assertThat(sandbox.requests()).isEqualTo(before);
        }
        assertThat(keysInUse()).isEqualTo("sandbox");

        settings.put("gateway.tokens.keys", NEW + "," + old);
        try (GatewayProcess gateway = start()) {
            assertThat(nameIn(freshLead(gateway))).isNotEmpty();
            assertThat(keysInUse()).isEqualTo("new");
        }
        settings.put("gateway.tokens.keys", NEW);
        before = sandbox.requests();
        try (GatewayProcess gateway = start()) {
            assertThat(nameIn(freshLead(gateway))).isNotEmpty();
            assertThat(nameIn(lead(gateway, SECOND))).isNotEmpty();
            assertThat(sandbox.requestsSince(before)).noneMatch(request -> request.contains("/oauth2/"));
        }

        // A token in the place of another opens nothing.
        database.execute("update account_token set access_token = refresh_token where account_id = " + FIRST);
        database.execute("update account_token set access_token = other.access_token, refresh_token ="
                + " other.refresh_token from account_token other where account_token.account_id = " + SECOND
                + " and other.account_id = " + FIRST);
        try (GatewayProcess gateway = start()) {
            before = sandbox.requests();
            assertThat(freshLead(gateway)).contains("\"INTERNAL\"");
            assertThat(lead(gateway, SECOND)).contains("\"INTERNAL\"");
            assertThat(sandbox.requests()).isEqualTo(before);

            // The way out.
            sandbox.settings("{\"consentAccount\":\"elbrusbootcamp\"}");
            assertThat(gateway.get(consented(gateway, "")).statusCode()).isEqualTo(200);
            assertThat(nameIn(freshLead(gateway))).isNotEmpty();
        }
        assertThat(log()).doesNotContain("eyJ", "def502");
    }

    @Test
    void encryptsRowsFromBeforeThereWereKeysAndWarnsOfTheEnd() throws Exception {
        try (GatewayProcess gateway = start()) {
            assertThat(gateway.get(consented(gateway, "")).statusCode()).isEqualTo(200);
        }
        // As version 1 left them; tokens of the sandbox' own making, which it has never issued.
        database.execute(
                "update account_token set key_id = null, access_token = 'eyJh.eyJi.c', refresh_token = 'def5020',"
                        + " obtained_at = now() - interval '80 days'");
        try (GatewayProcess gateway = start()) {
            assertThat(database.query(BYTES)).hasSize(1).noneMatch(TokensAtRestIT::isReadable);
            assertThat(keysInUse()).isEqualTo("sandbox");
            await().atMost(30, TimeUnit.SECONDS).until(() -> log().contains("its authorization ends at"));
            assertThat(gateway.getManagement("/q/health/well").body()).contains(FIRST + " authorization ends");
            assertThat(gateway.getManagement("/q/metrics").body())
                    .contains("gateway_account_authorization_left_seconds{account=\"" + FIRST + "\"}");

            // The token is found dead, and so is the one to refresh it with.
            assertThat(freshLead(gateway)).contains("NEEDS_AUTHORIZATION");
        }
        assertThat(database.query(BYTES)).isEmpty();
    }

    private String keysInUse() throws Exception {
        return String.join(
                " ",
                database.query(
                        "select key_id from account_token union select key_id from account where key_id is not null"));
    }

    private static boolean isReadable(String text) {
        return text.contains("eyJ") || text.contains("def50");
    }
}
