package camp.elbrusboot.gateway.account;

import static camp.elbrusboot.gateway.account.TestingTokensConfig.NEW;
import static camp.elbrusboot.gateway.account.TestingTokensConfig.OLD;
import static camp.elbrusboot.gateway.account.TestingTokensConfig.ring;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OauthStatesTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String CLIENT = "3f0d6a1e-0000-4000-8000-000000000000";

    private final OauthStates states = states(NOW, OLD);

    private static OauthStates states(Instant now, String... keys) {
        return new OauthStates(ring(keys), TestingTokensConfig.with(keys), Clock.fixed(now, ZoneOffset.UTC));
    }

    @Test
    void readsWhatItIssued() {
        assertThat(states.read(states.issue(CLIENT, 42))).hasValueSatisfying(state -> {
            assertThat(state.clientId()).isEqualTo(CLIENT);
            assertThat(state.accountId()).isEqualTo(42);
            assertThat(state.endsAt()).isEqualTo(NOW.plus(Duration.ofMinutes(10)));
        });
        assertThat(states.issue(CLIENT, 42)).isNotEqualTo(states.issue(CLIENT, 42));
    }

    @Test
    void endsOnTheSecond() {
        OauthStates.State state = states.read(states.issue(CLIENT, 0)).orElseThrow();
        Instant end = NOW.plus(Duration.ofMinutes(10));

        assertThat(states(end.minusMillis(1), OLD).isOver(state)).isFalse();
        assertThat(states(end, OLD).isOver(state)).isTrue();
    }

    @Test
    void outlivesARotationOfTheKeys() {
        String state = states.issue(CLIENT, 0);

        assertThat(states(NOW, NEW, OLD).read(state)).isPresent();
        assertThat(states(NOW, NEW).read(state)).isEmpty();
    }

    @Test
    void readsNothingThatWasChanged() {
        String state = states.issue(CLIENT, 0);
        Base64.Decoder decoder = Base64.getUrlDecoder();
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        for (int part = 0; part < 2; part++) {
            byte[] bytes = decoder.decode(state.split("\\.", -1)[part]);
            for (int i = 0; i < bytes.length; i++) {
                byte[] changed = bytes.clone();
                changed[i] ^= 1;
                String forged = part == 0
                        ? encoder.encodeToString(changed) + "." + state.split("\\.", -1)[1]
                        : state.split("\\.", -1)[0] + "." + encoder.encodeToString(changed);
                assertThat(states.read(forged)).as(forged).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b", "a", "a.b.c", "%%.%%", "YQ.YQ", "fHx8.", ".YQ", "\u0000.\u0000"})
    void readsNothingThatIsNone(String state) {
        assertThat(states.read(state)).isEmpty();
        assertThat(states(NOW).read(state)).isEmpty();
    }

    @Test
    void takesNoOtherTextUnderTheSameKey() {
        String text = "00|4102444800|0|" + CLIENT;
        String forged = encoded(text.getBytes(StandardCharsets.UTF_8)) + "."
                + encoded(ring(OLD).signatures(text).get(0));

        assertThat(states.read(forged)).isEmpty();
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
