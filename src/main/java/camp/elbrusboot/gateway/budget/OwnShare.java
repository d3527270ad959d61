package camp.elbrusboot.gateway.budget;

import java.util.HashMap;
import java.util.Map;

/** The part of the allowance that a replica keeps to while Redis is away, so that all together keep to the whole. */
final class OwnShare {
    private final int limit;
    private final long transit;
    private final Map<String, Long> freeAt = new HashMap<>();
    private long from;

    OwnShare(int limit, long transit) {
        this.limit = limit;
        this.transit = transit;
    }

    /** What Redis granted to anyone may still be on its way, and has to cool down. */
    synchronized void begin(long now) {
        from = now + transit + Timing.WINDOW;
    }

    /** 0 when the grant was made, or the milliseconds to wait. */
    synchronized long take(String grant, long now, int replicas) {
        if (now < from && from - now <= transit + Timing.WINDOW) {
            return from - now;
        }
        // More replicas than requests: each calls once in so many windows.
        int share = Math.max(1, limit / replicas);
        long longest = transit + window(replicas);
        freeAt.values().removeIf(free -> free <= now || free - now > longest);
        if (freeAt.size() < share) {
            freeAt.put(grant, now + longest);
            return 0;
        }
        return freeAt.values().stream().mapToLong(Long::longValue).min().orElse(now) - now;
    }

    synchronized void release(String grant, long now, int replicas) {
        freeAt.computeIfPresent(grant, (g, free) -> Math.min(free, now + window(replicas)));
    }

    private long window(int replicas) {
        return Timing.WINDOW * Math.max(1, (replicas + limit - 1) / limit);
    }
}
