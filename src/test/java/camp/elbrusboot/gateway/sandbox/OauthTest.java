package camp.elbrusboot.gateway.sandbox;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OauthTest {
    private final TestingClock clock = new TestingClock();
    private Sandbox sandbox;
    private Client client;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start(SandboxSettings.crmAlone().withClock(clock));
        client = new Client(sandbox.url());
        client.post("/sandbox/settings", "{\"rateLimit\":0}");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void grantsTokensForACodeOnce() {
        var code = requireNonNull(sandbox.settingsForGateway().get("gateway.account.authorization-code"));
        var granted = client.json(redeem(code));
        assertThat(granted.path("token_type").asText()).isEqualTo("Bearer");
        assertThat(granted.path("expires_in").asInt()).isEqualTo(86_400);
        assertThat(account(granted)).isEqualTo(200);

        var again = redeem(code);
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(client.json(again).path("hint").asText()).isEqualTo("Authorization code has been revoked");
    }

    @Test
    void refusesACodeAfterTwentyMinutes() {
        var code = client.json(client.post("/sandbox/authorization-codes", ""))
                .path("code")
                .asText();
        clock.advance(Duration.ofMinutes(20));
        assertThat(client.json(redeem(code)).path("hint").asText()).isEqualTo("Authorization code has expired");
    }

    @Test
    void killsARefreshTokenWithItsFirstUse() {
        var first = tokens();
        var second = refresh(first);
        assertThat(second.statusCode()).isEqualTo(200);
        var again = refresh(first);
        assertThat(again.statusCode()).isEqualTo(401);
        assertThat(client.json(again).path("hint").asText()).isEqualTo("Token has been revoked");
        assertThat(refresh(client.json(second)).statusCode()).isEqualTo(200);
    }

    @Test
    void losesARefreshTokenWhoseReplyIsLost() {
        var tokens = tokens();
        client.post("/sandbox/faults", "{\"kind\":\"empty-body\",\"path\":\"/oauth2\",\"times\":1}");
        assertThat(refresh(tokens).body()).isEmpty();
        assertThat(refresh(tokens).statusCode()).isEqualTo(401);
    }

    @Test
    void refusesMissingExpiredAndRevokedTokensInTheSameWords() {
        client.post("/sandbox/settings", "{\"accessTokenSeconds\":60}");
        var tokens = tokens();
        clock.advance(Duration.ofSeconds(60));
        var expired = client.getWith(tokens.path("access_token").asText(), "/api/v4/account");
        var missing = client.getWith("", "/api/v4/account");
        var alive = tokens();
        client.post("/sandbox/tokens/revoke", "");
        var revoked = client.getWith(alive.path("access_token").asText(), "/api/v4/account");
        for (var response : List.of(expired, missing, revoked)) {
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(client.json(response).path("detail").asText()).isEqualTo("Неверный логин или пароль");
        }
        assertThat(client.get("/api/v4/account").statusCode()).isEqualTo(200);
    }

    @Test
    void comparesTheRedirectAddressCharacterForCharacter() {
        var code = client.json(client.post("/sandbox/authorization-codes", ""))
                .path("code")
                .asText();
        var refused = client.post(
                "/oauth2/access_token", body("authorization_code", "code", code, Integration.REDIRECT_URI + "/"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(redeem(code).statusCode()).isEqualTo(200);
    }

    @Test
    void writesTheAccountIntoTheAccessToken() {
        var payload = tokens().path("access_token").asText().split("\\.", -1)[1];
        var claims = Json.parseObject(Base64.getUrlDecoder().decode(payload)).orElseThrow();
        assertThat(claims.path("account_id").asLong()).isEqualTo(21234439L);
        assertThat(claims.path("aud").asText()).isEqualTo(Integration.CLIENT_ID);
    }

    /** So that a search of the gateway's logs for what must not be in them has something to look for. */
    @Test
    void issuesSecretsThatCanBeRecognised() {
        assertThat(client.code("")).startsWith("def502");
        assertThat(tokens().path("refresh_token").asText()).startsWith("def502");
        assertThat(tokens().path("access_token").asText()).startsWith("eyJ");
    }

    @Test
    void handsOutTheSameKeyOfTokensEachTime() {
        var keys = requireNonNull(sandbox.settingsForGateway().get("gateway.tokens.keys"));
        assertThat(keys)
                .startsWith("sandbox:")
                .isEqualTo(sandbox.settingsForGateway().get("gateway.tokens.keys"));
        assertThat(Base64.getDecoder().decode(keys.substring("sandbox:".length())))
                .hasSize(32);
    }

    @Test
    void tellsTheDomainToTheHolderOfALiveRefreshToken() {
        var path = "/oauth2/account/current/subdomain";
        assertThat(client.get(path).statusCode()).isEqualTo(401);
        var refreshToken = tokens().path("refresh_token").asText();
        for (int i = 0; i < 2; i++) {
            var found = client.json(client.getWithHeader("X-Refresh-Token", refreshToken, path));
            assertThat(found.path("domain").asText()).isEqualTo("elbrusbootcamp.amocrm.ru");
        }
    }

    private JsonNode tokens() {
        return client.json(redeem(client.json(client.post("/sandbox/authorization-codes", ""))
                .path("code")
                .asText()));
    }

    private int account(JsonNode tokens) {
        return client.getWith(tokens.path("access_token").asText(), "/api/v4/account")
                .statusCode();
    }

    private HttpResponse<byte[]> redeem(String code) {
        return client.post("/oauth2/access_token", body("authorization_code", "code", code, Integration.REDIRECT_URI));
    }

    private HttpResponse<byte[]> refresh(JsonNode tokens) {
        return client.post(
                "/oauth2/access_token",
                body(
                        "refresh_token",
                        "refresh_token",
                        tokens.path("refresh_token").asText(),
                        Integration.REDIRECT_URI));
    }

    private static String body(String grant, String field, String credential, String redirect) {
        var body = Json.object()
                .put("client_id", Integration.CLIENT_ID)
                .put("client_secret", Integration.CLIENT_SECRET)
                .put("grant_type", grant)
                .put(field, credential)
                .put("redirect_uri", redirect);
        return new String(Json.bytes(body), StandardCharsets.UTF_8);
    }

    private static final class TestingClock extends Clock {
        private volatile Instant now = Instant.parse("2026-04-01T09:00:00Z");

        synchronized void advance(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
