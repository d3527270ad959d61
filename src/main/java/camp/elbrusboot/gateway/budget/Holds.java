package camp.elbrusboot.gateway.budget;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The holds that this process knows of; the fleet's are in Redis. */
final class Holds {
    private static final Logger LOG = Logger.getLogger(Holds.class);

    private final Clock clock;
    private final Map<AccountRef, Hold> known = new ConcurrentHashMap<>();

    Holds(Clock clock) {
        this.clock = clock;
    }

    static CrmException failure(AccountRef account, CrmErrorCode why, Duration left) {
        String reason = why == CrmErrorCode.UPSTREAM_PAYMENT_REQUIRED
                ? "the amoCRM account is not paid"
                : "amoCRM has blocked the account or this gateway";
        return new CrmException(why, "account " + account + " is left alone: " + reason, left);
    }

    void learned(AccountRef account, CrmErrorCode why, Duration pause) {
        Hold before = known.put(account, new Hold(why, clock.instant().plus(pause)));
        if (before == null) {
            LOG.errorf("Account %s is not called for %d s: %s", account, pause.toSeconds(), why);
        }
    }

    void over(AccountRef account) {
        if (known.remove(account) != null) {
            LOG.infof("Account %s is called again", account);
        }
    }

    /** The hold of the account, unless it is time to try whether it is over. */
    @Nullable
    Hold current(AccountRef account) {
        Hold hold = known.get(account);
        return hold != null && clock.instant().isBefore(hold.until()) ? hold : null;
    }

    @Nullable
    Hold any(AccountRef account) {
        return known.get(account);
    }

    static Hold of(String why, String until) {
        return new Hold(CrmErrorCode.valueOf(why), Instant.ofEpochMilli(Long.parseLong(until)));
    }
}
