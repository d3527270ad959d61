package camp.elbrusboot.gateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MovedAccountTest {
    private static final String OLD = "/at/elbrusbootcamp.amocrm.ru";
    private static final String MOVED = "/at/moved.kommo.com";
    private static final String WHEREABOUTS = "/oauth2/account/current/subdomain";

    private Sandbox sandbox;
    private Client client;
    private JsonNode tokens;

    @BeforeEach
    void moveWithLiveTokens() {
        sandbox = Sandbox.start(SandboxSettings.crmAlone());
        client = new Client(sandbox.url());
        client.post("/sandbox/settings", "{\"rateLimit\":0}");
        tokens = client.json(client.redeem(OLD, client.code("")));
        move("moved.kommo.com");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void turnsTheOldHostAway() {
        var token = client.refresh(OLD, tokens);
        assertThat(token.statusCode()).isEqualTo(404);
        assertThat(token.headers().firstValue("Content-Type")).contains("text/html");
        var api = client.getWith(access(), OLD + "/api/v4/account");
        assertThat(api.statusCode()).isEqualTo(401);
        assertThat(api.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void servesTheNewHostWithTheOldTokens() {
        assertThat(client.getWith(access(), MOVED + "/api/v4/account").statusCode())
                .isEqualTo(200);
        assertThat(client.getWith(access(), "/api/v4/account").statusCode()).isEqualTo(200);
        var refreshed = client.refresh(MOVED, tokens);
        assertThat(refreshed.statusCode()).isEqualTo(200);
        var claims = claims(client.json(refreshed));
        assertThat(claims.path("base_domain").asText()).isEqualTo("kommo.com");
        assertThat(claims.path("api_domain").asText()).isEqualTo("api-b.kommo.com");
        assertThat(client.json(MOVED + "/api/v4/account").path("subdomain").asText())
                .isEqualTo("moved");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/at/api-b.amocrm.ru", MOVED, ""})
    void tellsTheNewDomainWithoutUsingUpTheRefreshToken(String base) {
        var claims = claims(tokens);
        assertThat(claims.path("api_domain").asText()).isEqualTo("api-b.amocrm.ru");
        assertThat(claims.path("base_domain").asText()).isEqualTo("amocrm.ru");
        assertThat(claims.path("account_id").asLong()).isEqualTo(21_234_439L);
        assertThat(claims.path("exp").asLong()).isEqualTo(claims.path("iat").asLong() + 86_400);

        var found = client.json(client.getWithHeader("X-Refresh-Token", refreshToken(), base + WHEREABOUTS));
        assertThat(found.path("id").asLong()).isEqualTo(21_234_439L);
        assertThat(found.path("subdomain").asText()).isEqualTo("moved");
        assertThat(found.path("domain").asText()).isEqualTo("moved.kommo.com");
        assertThat(found.path("top_level_domain").asText()).isEqualTo("com");
        assertThat(client.refresh(MOVED, tokens).statusCode()).isEqualTo(200);
        assertThat(client.getWithHeader("X-Refresh-Token", refreshToken(), base + WHEREABOUTS)
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void servesNothingElseAtTheApiDomain() {
        assertThat(client.get("/at/api-b.amocrm.ru/api/v4/account").statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void movesBack(boolean byReset) {
        if (byReset) {
            client.post("/sandbox/reset", "");
        } else {
            move("elbrusbootcamp.amocrm.ru");
        }
        assertThat(client.getWith(access(), OLD + "/api/v4/account").statusCode())
                .isEqualTo(200);
        assertThat(client.refresh(OLD, tokens).statusCode()).isEqualTo(200);
        assertThat(client.post(MOVED + "/oauth2/access_token", "{}").statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "www.amocrm.ru", "api-b.amocrm.ru", "example.com", "a.b.amocrm.ru"})
    void movesToAHostOfAnAccountOnly(String host) {
        assertThat(client.post("/sandbox/move-host", "{\"host\":\"" + host + "\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    private void move(String host) {
        assertThat(client.post("/sandbox/move-host", "{\"host\":\"" + host + "\"}")
                        .statusCode())
                .isEqualTo(204);
    }

    private String access() {
        return tokens.path("access_token").asText();
    }

    private String refreshToken() {
        return tokens.path("refresh_token").asText();
    }

    private static JsonNode claims(JsonNode tokens) {
        var payload = tokens.path("access_token").asText().split("\\.", -1)[1];
        return Json.parseObject(Base64.getUrlDecoder().decode(payload)).orElseThrow();
    }
}
