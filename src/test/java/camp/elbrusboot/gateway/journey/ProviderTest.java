package camp.elbrusboot.gateway.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Tokens of an OpenID provider. What operators ask takes the same way as everything else. */
@QuarkusTest
@TestProfile(ProviderTest.WithProvider.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(60)
class ProviderTest {
    public static final class WithProvider implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(OpenIdProvider.class));
        }
    }

    private final OpenIdProvider provider = OpenIdProvider.running();

    @TestHTTPResource(value = "/", management = true)
    URL management;

    @Test
    @Order(1)
    void startsWithoutTheProviderAndAsksItWhenItIsThere() {
        provider.isAway(true);
        Response early = ask(good());
        assertThat(early.statusCode()).isEqualTo(503);
        assertThat(early.asString()).contains("identity provider cannot be asked");

        provider.isAway(false);
        assertThat(ask(good()).statusCode()).isEqualTo(200);
    }

    @Test
    @Order(2)
    void needsTheProviderNoMoreForAKeyThatItKnows() {
        provider.isAway(true);
        assertThat(ask(good()).statusCode()).isEqualTo(200);
        provider.isAway(false);
    }

    @Test
    @Order(2)
    void saysWhatIsWrong() {
        JwtClaims expired = provider.claims(Tokens.OPERATE);
        expired.setExpirationTime(NumericDate.fromSeconds(NumericDate.now().getValue() - 60));
        refused(expired, 401, "has expired");
        JwtClaims endless = provider.claims(Tokens.OPERATE);
        endless.unsetClaim("exp");
        refused(endless, 401, "does not say when it expires");
        JwtClaims early = provider.claims(Tokens.OPERATE);
        early.setNotBeforeMinutesInThePast(-5);
        refused(early, 401, "not valid yet");
        JwtClaims elsewhere = provider.claims(Tokens.OPERATE);
        elsewhere.setAudience("billing");
        refused(elsewhere, 401, "another audience");
        JwtClaims otherIssuer = provider.claims(Tokens.OPERATE);
        otherIssuer.setIssuer("https://issuer.invalid");
        refused(otherIssuer, 401, "issuer");
        refused(provider.claims(Tokens.READ), 403, Tokens.OPERATE);
    }

    @Test
    @Order(2)
    void trustsNoOtherKeyOfTheSameName() {
        var foreign = OpenIdProvider.newKey();
        foreign.setKeyId(provider.key().getKeyId());

        Response refused = ask(OpenIdProvider.signed(provider.claims(Tokens.OPERATE), foreign));

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.asString()).contains("not signed by a key that is trusted");
    }

    @Test
    @Order(3)
    void followsTheProviderToItsNextKey() {
        provider.changeKey();

        provider.isAway(true);
        assertThat(ask(good()).statusCode()).isEqualTo(503);
        provider.isAway(false);
        await().atMost(Duration.ofSeconds(20)).until(() -> ask(good()).statusCode(), status -> {
            // Never as if the token were at fault.
            assertThat(status).isIn(200, 503);
            return status == 200;
        });
    }

    private void refused(JwtClaims claims, int status, String why) {
        Response refused = ask(OpenIdProvider.signed(claims, provider.key()));
        assertThat(refused.asString()).contains(why);
        assertThat(refused.statusCode()).as(why).isEqualTo(status);
    }

    private String good() {
        return OpenIdProvider.signed(provider.claims(Tokens.OPERATE), provider.key());
    }

    private Response ask(String token) {
        return given().header("Authorization", "Bearer " + token)
                .get("http://localhost:" + management.getPort() + "/accounts");
    }
}
