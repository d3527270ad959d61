package camp.elbrusboot.gateway.account;

import camp.elbrusboot.gateway.crm.AccountRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Pairs that amoCRM has given and PostgreSQL does not have yet. amoCRM has killed the ones before: they must not be lost
 * while this process lives. To be looked at while the row of the chain is locked, for whoever has the lock may be about
 * to leave one here.
 */
@ApplicationScoped
class UnsavedPairs {
    private final Map<AccountRef, ObtainedPair> pairs = new ConcurrentHashMap<>();

    void keep(AccountRef account, ObtainedPair pair) {
        pairs.put(account, pair);
    }

    /** The pair that the row lacks. */
    Optional<ObtainedPair> newerThan(@Nullable Instant ofRow, AccountRef account) {
        return Optional.ofNullable(pairs.get(account)).filter(pair -> ofRow == null || ofRow.isBefore(pair.at()));
    }

    /** The row has been committed with the pair of that moment. One that came later is not in it, and stays. */
    void committed(AccountRef account, @Nullable Instant ofRow) {
        pairs.computeIfPresent(account, (a, pair) -> ofRow != null && !ofRow.isBefore(pair.at()) ? null : pair);
    }

    Set<AccountRef> accounts() {
        return Set.copyOf(pairs.keySet());
    }

    boolean has(AccountRef account) {
        return pairs.containsKey(account);
    }
}
