package camp.elbrusboot.gateway.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The allowances of section 5.1, each over a sliding window: the integration's in any second over all accounts, and an
 * account's. Refused calls do not use them up, but enough of them lead to the block.
 */
final class RateLimit {
    private static final long WINDOW_NANOS = 1_000_000_000L;

    private final BehaviourSwitch behaviour;
    private final LongSupplier nanoTime;
    private final Deque<Long> integration = new ArrayDeque<>();
    private final Map<Long, Deque<Long>> accounts = new HashMap<>();
    private int rejections;

    enum Verdict {
        ACCEPTED,
        TOO_MANY,
        BLOCKED
    }

    RateLimit(BehaviourSwitch behaviour, LongSupplier nanoTime) {
        this.behaviour = behaviour;
        this.nanoTime = nanoTime;
    }

    /** {@code account} is empty for a call to a host that is no account's. */
    synchronized Verdict admit(Optional<Account> account) {
        Behaviour current = behaviour.current();
        if (current.blockAfterRejections() > 0 && rejections >= current.blockAfterRejections()) {
            return Verdict.BLOCKED;
        }
        if (current.rateLimit() == 0) {
            return Verdict.ACCEPTED;
        }
        long now = nanoTime.getAsLong();
        Deque<Long> ofAccount = account.map(a -> accounts.computeIfAbsent(a.id(), id -> new ArrayDeque<>()))
                .orElseGet(ArrayDeque::new);
        if (isFull(integration, current.rateLimit(), now) || isFull(ofAccount, current.accountRateLimit(), now)) {
            rejections++;
            return Verdict.TOO_MANY;
        }
        integration.addLast(now);
        ofAccount.addLast(now);
        return Verdict.ACCEPTED;
    }

    private static boolean isFull(Deque<Long> accepted, int limit, long now) {
        while (!accepted.isEmpty() && now - accepted.getFirst() >= WINDOW_NANOS) {
            accepted.removeFirst();
        }
        return limit > 0 && accepted.size() >= limit;
    }

    synchronized void reset() {
        rejections = 0;
        integration.clear();
        accounts.clear();
    }
}
