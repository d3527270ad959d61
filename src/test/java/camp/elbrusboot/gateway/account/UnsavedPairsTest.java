package camp.elbrusboot.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;

import camp.elbrusboot.gateway.crm.AccountRef;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UnsavedPairsTest {
    private static final AccountRef ACCOUNT = new AccountRef(1);
    private static final Instant BEFORE = Instant.ofEpochSecond(1);
    private static final Instant AT = Instant.ofEpochSecond(2);
    private static final Instant AFTER = Instant.ofEpochSecond(3);

    private final UnsavedPairs unsaved = new UnsavedPairs();
    private final ObtainedPair pair = new ObtainedPair(new TokenPair("access", "refresh", 86_400), AT);

    /** Another attempt has committed what it found: the row as it was, or nothing at all. */
    @Test
    void keepsAPairThatACommitDidNotHave() {
        unsaved.keep(ACCOUNT, pair);

        unsaved.committed(ACCOUNT, BEFORE);
        unsaved.committed(ACCOUNT, null);

        assertThat(unsaved.newerThan(BEFORE, ACCOUNT)).contains(pair);
        assertThat(unsaved.newerThan(null, ACCOUNT)).contains(pair);
        assertThat(unsaved.has(ACCOUNT)).isTrue();
    }

    @Test
    void forgetsAPairThatIsStoredOrHasBeenFollowedByAnother() {
        unsaved.keep(ACCOUNT, pair);
        unsaved.committed(ACCOUNT, AT);
        assertThat(unsaved.has(ACCOUNT)).isFalse();

        unsaved.keep(ACCOUNT, pair);
        unsaved.committed(ACCOUNT, AFTER);
        assertThat(unsaved.has(ACCOUNT)).isFalse();
    }

    @Test
    void doesNotReplaceWhatIsNewer() {
        unsaved.keep(ACCOUNT, pair);

        assertThat(unsaved.newerThan(AT, ACCOUNT)).isEmpty();
        assertThat(unsaved.newerThan(AFTER, ACCOUNT)).isEmpty();
    }
}
