package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Freshness;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Weigher;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The level of the cache in this process.
 *
 * <p>Invariant: what was read before an eviction is never kept after it. An eviction leaves a mark with its number in
 * the order of evictions, and a value is kept only where no mark is younger than its reading.
 */
@ApplicationScoped
class Memory {
    /** Longer than any reading takes; one that takes longer still is not kept, see {@link #floor}. */
    private static final Duration MARK_LIFE = Duration.ofMinutes(3);

    private static final int MOST_MARKS = 200_000;

    private final Positions positions;
    private final Cache<String, Held<?>> held;
    private final Cache<String, Long> marks;
    private long evictions;

    /** Marks up to this one may be gone. */
    private long floor;

    Memory(CacheConfig config, Positions positions, Clock clock, MeterRegistry meters) {
        this.positions = positions;
        this.held = Caffeine.newBuilder()
                .maximumWeight(config.memory().asLongValue())
                .weigher((Weigher<String, Held<?>>) (key, value) -> 2 * key.length() + value.weight())
                .expireAfterWrite(CacheConfig.LONGEST)
                .ticker(() -> clock.millis() * 1_000_000)
                .executor(Runnable::run)
                .recordStats()
                .build();
        this.marks = Caffeine.newBuilder()
                .maximumSize(MOST_MARKS)
                .expireAfterWrite(MARK_LIFE)
                .ticker(() -> clock.millis() * 1_000_000)
                .executor(Runnable::run)
                .evictionListener((@Nullable String key, @Nullable Long mark, RemovalCause cause) -> forgotten(mark))
                .build();
        meters.gauge("gateway.cache.memory.entries", held, Cache::estimatedSize);
        meters.gauge("gateway.cache.memory.bytes", held, cache -> cache.policy()
                .eviction()
                .map(bound -> bound.weightedSize().orElse(0))
                .orElse(0L));
        meters.gauge(
                "gateway.cache.memory.dropped", held, cache -> cache.stats().evictionCount());
    }

    /**
     * Where this process stands before amoCRM or Redis is asked.
     *
     * @param evictions a point in the order of evictions
     */
    record Point(long evictions, Positions.Own own) {}

    synchronized Point now(AccountRef account) {
        return new Point(evictions, positions.of(account));
    }

    /** The caller knows which type is kept under the key. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    <T> @Nullable Held<T> get(String key) {
        Held<T> found = (Held<T>) held.getIfPresent(key);
        return found == null ? null : found.from(Freshness.Source.MEMORY);
    }

    /** Keeps what was read since that point, unless it has been evicted since or something newer is there. */
    synchronized void put(String key, Held<?> value, Point since) {
        Long mark = marks.getIfPresent(key);
        if (since.evictions() < floor || (mark != null && mark > since.evictions())) {
            return;
        }
        Held<?> before = held.getIfPresent(key);
        if (before == null || !before.isNewerThan(value)) {
            held.put(key, value);
        }
    }

    /** Moves on in the log with the eviction: nobody finds the one done and not the other. */
    synchronized void evict(AccountRef account, Evictions events) {
        evictions++;
        for (String key : events.keys()) {
            held.invalidate(key);
            marks.put(key, evictions);
        }
        positions.advance(account, events);
    }

    /** The log is followed from here on. Whatever is remembered of the account was not followed so far. */
    synchronized void begin(AccountRef account, long position) {
        clear();
        positions.begin(account, position);
    }

    /** As if nothing had ever been read. */
    synchronized void clear() {
        evictions++;
        floor = evictions;
        held.invalidateAll();
    }

    private synchronized void forgotten(@Nullable Long mark) {
        floor = mark == null ? floor : Math.max(floor, mark);
    }
}
