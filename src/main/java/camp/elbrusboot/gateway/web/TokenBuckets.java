package camp.elbrusboot.gateway.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;

/**
 * Rates by key, in the memory of this replica. A bucket begins full. Of too many keys the longest unused is forgotten, which
 * is to the good of its holder: nobody is kept out because others are many.
 */
public final class TokenBuckets {
    private record Level(double tokens, long atMillis, boolean taken) {}

    private final int perSecond;
    private final int burst;
    private final Clock clock;
    private final Cache<Object, Level> levels;

    /**
     * @param burst how many are let through at once after a pause
     * @param most keys that are remembered
     */
    public TokenBuckets(int perSecond, int burst, int most, Clock clock) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.clock = clock;
        this.levels =
                Caffeine.newBuilder().maximumSize(most).executor(Runnable::run).build();
    }

    /** Takes a token. Answers 0, or without one the seconds after which to come again. */
    public long take(Object key) {
        long now = clock.millis();
        Level left = levels.asMap().compute(key, (k, before) -> {
            double tokens = before == null ? burst : filled(before, now);
            return tokens >= 1 ? new Level(tokens - 1, now, true) : new Level(tokens, now, false);
        });
        return left == null || left.taken() ? 0 : (long) Math.ceil((1 - left.tokens()) / perSecond);
    }

    private double filled(Level before, long now) {
        // A clock that is set back costs nobody anything.
        long passed = Math.max(0, now - before.atMillis());
        return Math.min(burst, before.tokens() + passed * perSecond / 1000.0);
    }

    /** For tests: how many keys are remembered. */
    long size() {
        levels.cleanUp();
        return levels.estimatedSize();
    }
}
