package camp.elbrusboot.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whatever gets into a log as a whole shows nothing secret. */
class RedactionTest {
    private static final TokenPair PAIR = new TokenPair("a secret", "a secret", 1);

    @Test
    void showsNoSecretInAnyText() {
        assertThat(new Object[] {
                    new Connecting.Callback("a secret", "a secret", "a secret", "a secret"),
                    PAIR,
                    new ObtainedPair(PAIR, Instant.EPOCH),
                    new AccessToken("a secret", Instant.EPOCH, Instant.EPOCH),
                    new Integration("client", "a secret", "https://gateway.example/", Optional.of("a secret")),
                    new TokenRequest(
                            "client", "a secret", "refresh_token", "a secret", "a secret", "https://g.example/"),
                    new TokenAnswer(new ObtainedPair(PAIR, Instant.EPOCH), null)
                })
                .allSatisfy(value -> assertThat(value.toString()).doesNotContain("a secret"));
    }
}
