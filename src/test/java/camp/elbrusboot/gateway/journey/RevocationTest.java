package camp.elbrusboot.gateway.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tokens that end before they expire, because their provider says so. */
@QuarkusTest
@TestProfile(RevocationTest.WithIntrospection.class)
@Timeout(60)
class RevocationTest {
    private static final Duration LASTS = Duration.ofSeconds(1);
    private static final Duration RECHECK = Duration.ofSeconds(1);
    private static final Duration SOON = LASTS.plus(RECHECK).plusSeconds(5);

    public static final class WithIntrospection implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(OpenIdProvider.class));
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(OpenIdProvider.introspection());
            settings.put("gateway.access.introspection-lasts", LASTS.toString());
            settings.put("gateway.sockets.recheck", RECHECK.toString());
            return settings;
        }
    }

    private final OpenIdProvider provider = OpenIdProvider.running();

    @BeforeEach
    void isThere() {
        provider.isAway(false);
        provider.answersOfTokens(true);
    }

    @Test
    void refusesATokenThatWasRevoked() {
        String token = good();
        String other = good();
        assertThat(ask(token).statusCode()).isEqualTo(200);

        provider.revoke(token);

        Response refused = await().atMost(SOON).until(() -> ask(token), answer -> answer.statusCode() == 401);
        assertThat(refused.asString())
                .contains("UNAUTHENTICATED", "was revoked")
                .doesNotContain(token);
        assertThat(ask(other).statusCode()).isEqualTo(200);
    }

    @Test
    void endsTheSubscriptionOfATokenThatWasRevoked() {
        String token = good();
        try (GraphqlSocket revoked = GraphqlSocket.as(token);
                GraphqlSocket other = GraphqlSocket.as(good())) {
            revoked.subscribe("subscription { stageChanged { id } }");
            other.subscribe("subscription { stageChanged { id } }");

            provider.revoke(token);

            await().atMost(SOON).until(() -> !revoked.isQuiet());
            revoked.expect("closed 4403 Forbidden");
            isOpen(other);
        }
    }

    @Test
    void keepsSubscriptionsWhileTheProviderCannotBeAsked() {
        String token = good();
        try (GraphqlSocket socket = GraphqlSocket.as(token)) {
            socket.subscribe("subscription { stageChanged { id } }");
            provider.answersOfTokens(false);
            int before = provider.askedOf(token);

            Response refused = ask(good());
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.asString()).contains("IDENTITY_UNAVAILABLE", "identity provider cannot be asked");
            await().atMost(SOON.multipliedBy(2)).until(() -> provider.askedOf(token) >= before + 3);
            isOpen(socket);

            provider.revoke(token);
            provider.answersOfTokens(true);
            await().atMost(SOON).until(() -> !socket.isQuiet());
            socket.expect("closed 4403 Forbidden");
        }
    }

    @Test
    void takesTokensAgainOnceTheProviderIsBack() {
        String token = good();
        provider.answersOfTokens(false);
        assertThat(ask(token).statusCode()).isEqualTo(503);

        provider.answersOfTokens(true);

        await().atMost(SOON).until(() -> ask(token).statusCode() == 200);
    }

    @Test
    void remembersTheAnswer() {
        String token = good();
        long begin = System.nanoTime();
        for (int i = 0; i < 50; i++) {
            assertThat(ask(token).statusCode()).isEqualTo(200);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begin);

        assertThat((long) provider.askedOf(token)).isBetween(1L, 1 + took.dividedBy(LASTS));
    }

    @Test
    void doesNotAskOfATokenThatTheProviderHasNotSigned() {
        var foreign = OpenIdProvider.newKey();
        foreign.setKeyId(provider.key().getKeyId());
        String forged = OpenIdProvider.signed(claims(), foreign);

        assertThat(ask(forged).asString()).contains("not signed by a key that is trusted");
        assertThat(provider.askedOf(forged)).isZero();
    }

    /** And reads nothing from the provider's answer but whether it is active. */
    @Test
    void judgesWhatTheTokenSaysAsEver() {
        JwtClaims elsewhere = claims();
        elsewhere.setAudience("billing");
        String token = OpenIdProvider.signed(elsewhere, provider.key());
        provider.revoke(token);

        assertThat(ask(token).asString()).contains("another audience");
        assertThat(ask(OpenIdProvider.signed(provider.claims(Tokens.PII), provider.key()))
                        .statusCode())
                .isEqualTo(403);
    }

    private static void isOpen(GraphqlSocket socket) {
        socket.start("{ __typename }");
        socket.expect("next");
        socket.expect("complete");
    }

    /** Another one each time. */
    private String good() {
        return OpenIdProvider.signed(claims(), provider.key());
    }

    private JwtClaims claims() {
        JwtClaims claims = provider.claims(Tokens.READ);
        claims.setJwtId(UUID.randomUUID().toString());
        return claims;
    }

    private static Response ask(String token) {
        return given().contentType("application/json")
                .accept("application/graphql-response+json")
                .header("Authorization", "Bearer " + token)
                .body(Map.of("query", "{ __typename }"))
                .post("/graphql");
    }
}
