package camp.elbrusboot.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;

import camp.elbrusboot.gateway.crm.AccountRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RefusedTokensTest {
    private static final AccountRef ACCOUNT = new AccountRef(1);

    private Instant now = Instant.EPOCH;
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final RefusedTokens tokens = new RefusedTokens(clock, Duration.ofSeconds(30));

    @Test
    void restsLongerWithEachPairThatAmocrmRefuses() {
        long rested = 0;
        for (int pair = 1; pair <= 10; pair++) {
            tokens.add(ACCOUNT, "token " + pair);
            rested = 0;
            while (tokens.rests(ACCOUNT, "token " + pair)) {
                now = now.plusSeconds(30);
                rested += 30;
            }
            assertThat(rested).isEqualTo(Math.min(3_600, 30L << (pair - 1)));
        }
        assertThat(rested).isEqualTo(3_600);
    }

    @Test
    void countsCallsWithOneTokenAsOne() {
        tokens.add(ACCOUNT, "token");
        tokens.add(ACCOUNT, "token");
        now = now.plusSeconds(30);
        assertThat(tokens.rests(ACCOUNT, "token")).isFalse();
    }

    @Test
    void doesNotKeepAnotherTokenFromBeingUsed() {
        tokens.add(ACCOUNT, "token");
        assertThat(tokens.rests(ACCOUNT, "token")).isTrue();
        assertThat(tokens.rests(ACCOUNT, "one of a new consent")).isFalse();
        assertThat(tokens.rests(new AccountRef(2), "token")).isFalse();
        tokens.forget(ACCOUNT);
        assertThat(tokens.rests(ACCOUNT, "token")).isFalse();
    }
}
