package camp.elbrusboot.gateway.amocrm.v4;

import camp.elbrusboot.gateway.amocrm.http.Remembered;
import camp.elbrusboot.gateway.amocrm.http.Strategies;
import camp.elbrusboot.gateway.amocrm.http.Strategies.Strategy;
import camp.elbrusboot.gateway.amocrm.http.UpstreamFailure;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.Priority;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How an account can be read: its filters are a paid option that amoCRM ignores without a word where it is off (section
 * 2.7), and API v2 may not be served (section 7, point 3). What is found out holds for ten minutes.
 */
final class V4Access {
    private final V4Settings settings;
    private final Strategies strategies;
    private final Clock clock;
    private final Map<AccountRef, Instant> noLegacyUntil = new ConcurrentHashMap<>();

    V4Access(V4Settings settings, Strategies strategies, Clock clock) {
        this.settings = settings;
        this.strategies = strategies;
        this.clock = clock;
    }

    Uni<Void> readAnew(AccountRef account) {
        noLegacyUntil.remove(account);
        return settings.readAnew(account)
                .chain(() -> strategy(account, Priority.INTERACTIVE))
                .replaceWithVoid();
    }

    Uni<Boolean> canFilter(AccountRef account, Priority priority) {
        return settings.of(account, priority).map(V4Settings.Settings::filters);
    }

    /** How many entities are read by their ids. */
    Uni<Strategy> strategy(AccountRef account, Priority priority) {
        return canFilter(account, priority).map(filters -> {
            Instant noLegacy = noLegacyUntil.get(account);
            Strategy strategy = filters
                    ? Strategy.FILTER
                    : noLegacy != null && clock.instant().isBefore(noLegacy) ? Strategy.SINGLES : Strategy.LEGACY;
            strategies.use(account, strategy);
            return strategy;
        });
    }

    /** Rows have come that were not asked for. */
    Uni<Void> filtersDoNotWork(AccountRef account, Priority priority) {
        return settings.of(account, priority)
                .invoke(believed -> settings.filtersDoNotWork(account, believed))
                .replaceWithVoid();
    }

    /** Whether a failure of v2 says that amoCRM does not serve it here: 404, 410, no rights, something else than v2. */
    static boolean isNoLegacy(Throwable failure) {
        return failure instanceof CrmException crm
                && (crm.code() == CrmErrorCode.UPSTREAM_CONTRACT || crm.code() == CrmErrorCode.FORBIDDEN);
    }

    /** Something else than v2, which may have happened to one answer: worth asking once more. */
    static boolean isGarbled(Throwable failure) {
        return failure instanceof CrmException crm
                && crm.code() == CrmErrorCode.UPSTREAM_CONTRACT
                && !UpstreamFailure.isNotServed(failure);
    }

    void legacyIsNotServed(AccountRef account) {
        noLegacyUntil.put(account, clock.instant().plus(Remembered.USUAL));
    }
}
