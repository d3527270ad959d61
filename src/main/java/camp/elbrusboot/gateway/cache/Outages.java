package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Accounts for which amoCRM has just not answered. While that lasts nobody who has something stale waits for something
 * newer, and amoCRM is tried now and then, not by everybody.
 */
@ApplicationScoped
class Outages {
    private static final Duration PROBE = Duration.ofMillis(300);

    private static final Set<CrmErrorCode> ENDANGERS_ALL = EnumSet.of(
            CrmErrorCode.NEEDS_AUTHORIZATION,
            CrmErrorCode.UPSTREAM_UNAVAILABLE,
            CrmErrorCode.UPSTREAM_TIMEOUT,
            CrmErrorCode.UPSTREAM_BLOCKED,
            CrmErrorCode.UPSTREAM_PAYMENT_REQUIRED);

    private final Clock clock;
    private final Map<AccountRef, Instant> triedAt = new ConcurrentHashMap<>();

    Outages(Clock clock) {
        this.clock = clock;
    }

    boolean lasts(AccountRef account) {
        return triedAt.containsKey(account);
    }

    /** Whether amoCRM may be tried now for what somebody has stale. */
    boolean mayProbe(AccountRef account) {
        Instant now = clock.instant();
        Instant before = triedAt.computeIfPresent(account, (a, tried) -> now.isBefore(tried.plus(PROBE)) ? tried : now);
        return before == null || before.equals(now);
    }

    /** Only what concerns every call is an outage; that the allowance is used up is none. */
    void failed(AccountRef account, Throwable failure) {
        if (failure instanceof CrmException crm && ENDANGERS_ALL.contains(crm.code())) {
            triedAt.putIfAbsent(account, clock.instant());
        }
    }

    void answered(AccountRef account) {
        triedAt.remove(account);
    }

    static boolean isUpstream(Throwable failure) {
        return failure instanceof CrmException crm && crm.code().category() == CrmErrorCode.Category.UPSTREAM;
    }
}
