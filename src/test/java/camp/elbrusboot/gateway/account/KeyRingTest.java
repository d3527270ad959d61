package camp.elbrusboot.gateway.account;

import static camp.elbrusboot.gateway.account.TestingTokensConfig.NEW;
import static camp.elbrusboot.gateway.account.TestingTokensConfig.OLD;
import static camp.elbrusboot.gateway.account.TestingTokensConfig.ring;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {
    private static final String ABOUT = "access token of account 1";

    @Test
    void opensWhatItSealed() {
        KeyRing ring = ring(OLD);
        byte[] sealed = ring.seal("секрет", ABOUT);

        assertThat(ring.open("old", sealed, ABOUT)).isEqualTo("секрет");
        assertThat(ring.open("old", ring.seal("", ABOUT), ABOUT)).isEmpty();
        assertThat(new String(sealed, StandardCharsets.UTF_8)).doesNotContain("секрет");
        assertThat(sealed).isNotEqualTo(ring.seal("секрет", ABOUT));
    }

    @Test
    void sealsWithTheFirstKeyAndOpensWithAny() {
        byte[] before = ring(OLD).seal("secret", ABOUT);
        KeyRing rotated = ring(NEW, OLD);

        assertThat(rotated.current()).isEqualTo("new");
        assertThat(rotated.open("old", before, ABOUT)).isEqualTo("secret");
        assertThat(ring(NEW).open("new", rotated.seal("secret", ABOUT), ABOUT)).isEqualTo("secret");
        assertThatThrownBy(() -> ring(NEW).open("old", before, ABOUT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("\"old\"")
                .hasMessageContaining("GATEWAY_TOKENS_KEYS");
    }

    @Test
    void opensNothingThatWasTamperedWithOrIsAboutSomethingElse() {
        KeyRing ring = ring(OLD, NEW);
        byte[] sealed = ring.seal("secret", ABOUT);

        assertThatThrownBy(() -> ring.open("old", sealed, "access token of account 2"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ring.open("new", sealed, ABOUT)).isInstanceOf(IllegalStateException.class);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> ring.open("old", changed, ABOUT)).isInstanceOf(IllegalStateException.class);
            byte[] cut = Arrays.copyOf(sealed, i);
            assertThatThrownBy(() -> ring.open("old", cut, ABOUT)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void readsRowsFromBeforeThereWereKeys() {
        assertThat(ring(OLD).open(null, "eyJ.a.b".getBytes(StandardCharsets.UTF_8), ABOUT))
                .isEqualTo("eyJ.a.b");
    }

    @Test
    void hasNothingToSealWithWithoutAKey() {
        assertThat(ring().isEmpty()).isTrue();
        assertThatThrownBy(() -> ring().seal("secret", ABOUT)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c2FuZGJveC1rZXktb2YtdG9rZW5zLWF0LXJlc3QtMDE=",
                ":c2FuZGJveC1rZXktb2YtdG9rZW5zLWF0LXJlc3QtMDE=",
                " :c2FuZGJveC1rZXktb2YtdG9rZW5zLWF0LXJlc3QtMDE=",
                "name:c2hvcnQ=",
                "name:not base64!",
                "name:",
                ""
            })
    void saysWhatIsWrongWithAKeyWithoutShowingIt(String key) {
        assertThat(KeyRing.flaw(List.of(key)))
                .hasValueSatisfying(flaw -> assertThat(flaw).contains("base64").doesNotContain("c2", "not base64!"));
    }

    @Test
    void wantsOneKeyOfAName() {
        assertThat(KeyRing.flaw(List.of(OLD, OLD))).isPresent();
        assertThat(KeyRing.flaw(List.of())).isPresent();
        assertThat(KeyRing.flaw(List.of(OLD, NEW))).isEmpty();
    }
}
