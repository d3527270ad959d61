package camp.elbrusboot.gateway.account;

import camp.elbrusboot.gateway.crm.AccountRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tokens that amoCRM refuses although it has just given them. They are not used for a while, longer with each that it
 * refuses, for every attempt buys another pair.
 */
final class RefusedTokens {
    /** Also how late the gateway notices that an integration is switched on again, if nobody connects the account. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Clock clock;
    private final Duration first;
    private final Map<AccountRef, Refused> refused = new ConcurrentHashMap<>();

    RefusedTokens(Clock clock, Duration first) {
        this.clock = clock;
        this.first = first;
    }

    /** Several calls with one token are refused at once: that counts as once. */
    void add(AccountRef account, String token) {
        refused.compute(account, (a, before) -> {
            if (before != null && before.rests(token, clock.instant())) {
                return before;
            }
            Duration pause = before == null ? first : before.pause().multipliedBy(2);
            Duration bounded = pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
            return new Refused(token, bounded, clock.instant().plus(bounded));
        });
    }

    boolean rests(AccountRef account, String token) {
        Refused last = refused.get(account);
        return last != null && last.rests(token, clock.instant());
    }

    void forget(AccountRef account) {
        refused.remove(account);
    }

    private record Refused(String token, Duration pause, Instant until) {
        boolean rests(String other, Instant now) {
            return token.equals(other) && now.isBefore(until);
        }

        @Override
        public String toString() {
            return "Refused[until " + until + "]";
        }
    }
}
