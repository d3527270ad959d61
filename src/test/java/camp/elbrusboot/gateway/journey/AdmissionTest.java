package camp.elbrusboot.gateway.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import camp.elbrusboot.gateway.access.Caller;
import camp.elbrusboot.gateway.access.Gatekeeper;
import camp.elbrusboot.gateway.access.Role;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is let in. */
@QuarkusTest
class AdmissionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Keys of the settings need no request. */
    private static final RoutingContext WITHOUT_PROVIDER = null;

    @Inject
    Gatekeeper gatekeeper;

    @TestHTTPResource(value = "/", management = true)
    URL management;

    @Test
    void knowsWhoSomebodyIs() {
        Instant before = Instant.now();

        Caller caller = admit(Tokens.minted("roles=crm.read,crm.pii,else&subject=anna&expires-in=60"
                + "&accounts=28805383,Second.amocrm.ru&pipelines=1,2,nonsense"));

        assertThat(caller.name()).isEqualTo("anna");
        assertThat(caller.roles()).containsExactlyInAnyOrder(Role.READ, Role.PII);
        assertThat(caller.accounts()).contains(Set.of("28805383", "second.amocrm.ru"));
        assertThat(caller.pipelines()).contains(Set.of(1L, 2L));
        assertThat(caller.until().orElseThrow())
                .isBetween(before.plusSeconds(58), Instant.now().plusSeconds(61));
    }

    @Test
    void takesWhatIsNotSaidForNoLimitAndWhatIsEmptyForNothing() {
        Caller everything = admit(Tokens.all());
        Caller nothing = admit(Tokens.with("roles=crm.read&pipelines=&accounts="));

        assertThat(everything.accounts()).isEmpty();
        assertThat(everything.pipelines()).isEmpty();
        assertThat(nothing.accounts()).contains(Set.of());
        assertThat(nothing.pipelines()).contains(Set.of());
    }

    static Stream<Arguments> refused() {
        String good = Tokens.all();
        String[] parts = good.split("\\.", -1);
        String header = encoded("{\"typ\":\"JWT\",\"alg\":\"none\"}");
        String claimsOfSomebodyElse = encoded(decoded(parts[1]).replace("somebody", "the boss"));
        return Stream.of(
                arguments("nothing", null, CrmErrorCode.UNAUTHENTICATED, "a token is needed"),
                arguments("blank", " ", CrmErrorCode.UNAUTHENTICATED, "a token is needed"),
                arguments("rubbish", "rubbish", CrmErrorCode.UNAUTHENTICATED, "not a signed JWT"),
                arguments("three parts of rubbish", "a.b.c", CrmErrorCode.UNAUTHENTICATED, "not a signed JWT"),
                arguments("a long one", "a".repeat(100_000), CrmErrorCode.UNAUTHENTICATED, "not a signed JWT"),
                arguments(
                        "a foreign key",
                        Tokens.with("roles=crm.read&key=foreign"),
                        CrmErrorCode.UNAUTHENTICATED,
                        "not signed by a key that is trusted"),
                arguments(
                        "changed claims",
                        parts[0] + "." + claimsOfSomebodyElse + "." + parts[2],
                        CrmErrorCode.UNAUTHENTICATED,
                        "not signed by a key that is trusted"),
                arguments(
                        "no signature", header + "." + parts[1] + ".", CrmErrorCode.UNAUTHENTICATED, "by an algorithm"),
                arguments(
                        "the algorithm of whoever knows the public key",
                        encoded("{\"typ\":\"JWT\",\"alg\":\"HS256\"}") + "." + parts[1] + "." + parts[2],
                        CrmErrorCode.UNAUTHENTICATED,
                        "by an algorithm"),
                arguments(
                        "another audience",
                        Tokens.with("roles=crm.read&audience=billing"),
                        CrmErrorCode.UNAUTHENTICATED,
                        "for another audience"),
                arguments(
                        "expired",
                        Tokens.with("roles=crm.read&expires-in=-60"),
                        CrmErrorCode.UNAUTHENTICATED,
                        "has expired"),
                arguments("no role", Tokens.with("subject=guest"), CrmErrorCode.FORBIDDEN, "crm.read"),
                arguments("another role", Tokens.of("crm.pii"), CrmErrorCode.FORBIDDEN, "crm.read"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refuses(String what, String token, CrmErrorCode code, String why) {
        CrmException refusal = refusal(token);

        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal).hasMessageContaining(why);
        if (token != null && token.length() > 10) {
            assertThat(refusal.getMessage()).doesNotContain(token.substring(token.length() - 8));
        }
    }

    @Test
    void countsWhomItRefuses() {
        double before = counted("expired");

        refusal(Tokens.with("roles=crm.read&expires-in=-60"));

        assertThat(counted("expired")).isEqualTo(before + 1);
    }

    @Test
    void letsOperatorsAloneConnectAccounts() {
        for (String path : new String[] {"accounts", "oauth/connect"}) {
            given().redirects()
                    .follow(false)
                    .get("http://localhost:" + management.getPort() + "/" + path)
                    .then()
                    .statusCode(401);
            assertThat(as(Tokens.all(), path)).isEqualTo(403);
            assertThat(as(Tokens.with("roles=crm.operate&key=foreign"), path)).isEqualTo(401);
        }
        assertThat(as(Tokens.operator(), "accounts")).isEqualTo(200);
        assertThat(as(Tokens.operator(), "oauth/connect")).isEqualTo(302);
    }

    private int as(String token, String path) {
        return given().redirects()
                .follow(false)
                .header("Authorization", "Bearer " + token)
                .get("http://localhost:" + management.getPort() + "/" + path)
                .statusCode();
    }

    private double counted(String reason) {
        return given().get(management + "metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("gateway_access_refused_total{reason=\"" + reason + "\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private Caller admit(String token) {
        return gatekeeper.admit(WITHOUT_PROVIDER, Optional.of(token)).await().atMost(PATIENCE);
    }

    private CrmException refusal(String token) {
        return (CrmException) gatekeeper
                .admit(WITHOUT_PROVIDER, Optional.ofNullable(token))
                .onItemOrFailure()
                .transform((caller, failure) -> failure)
                .await()
                .atMost(PATIENCE);
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }
}
