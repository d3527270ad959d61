package camp.elbrusboot.gateway.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * The integration's allowance: so many requests in any second, over a sliding window (section 5.1). The account has one
 * integration, so one window is all. Refused calls do not use it up, but enough of them lead to the block.
 */
final class RateLimit {
    private static final long WINDOW_NANOS = 1_000_000_000L;

    private final BehaviourSwitch behaviour;
    private final LongSupplier nanoTime;
    private final Deque<Long> accepted = new ArrayDeque<>();
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

    synchronized Verdict admit() {
        int limit = behaviour.current().rateLimit();
        int blockAfter = behaviour.current().blockAfterRejections();
        if (blockAfter > 0 && rejections >= blockAfter) {
            return Verdict.BLOCKED;
        }
        long now = nanoTime.getAsLong();
        while (!accepted.isEmpty() && now - accepted.getFirst() >= WINDOW_NANOS) {
            accepted.removeFirst();
        }
        if (limit > 0 && accepted.size() >= limit) {
            rejections++;
            return Verdict.TOO_MANY;
        }
        accepted.addLast(now);
        return Verdict.ACCEPTED;
    }

    synchronized void reset() {
        rejections = 0;
        accepted.clear();
    }
}
