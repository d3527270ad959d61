package camp.elbrusboot.gateway.cache;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Text values in Redis. Redis away means that nothing is found and nothing is kept; no method fails.
 *
 * <p>Invariant: what was read upstream before an eviction is never kept after it. An eviction leaves a mark in the
 * key's place, and a value is written only where the key still holds what its reader saw before it went upstream.
 */
@ApplicationScoped
class RedisStore {
    private static final Logger LOG = Logger.getLogger(RedisStore.class);

    /** Longer than a call upstream can take, waiting for its turn included, and than {@link CacheConfig#LONGEST_LIST}. */
    private static final Duration MARK_LIFE = Duration.ofMinutes(3);

    /** Evictions that Redis has not taken yet, remembered here; beyond that, nothing in Redis is trusted for a while. */
    private static final int MAX_PENDING = 10_000;

    /** After that, nothing from before is left. */
    private static final Duration DISTRUST = CacheConfig.LONGEST;

    private static final String MARK = "!";
    private static final String FILL = """
            for i, key in ipairs(KEYS) do
              local seen, value, millis = ARGV[3 * i - 2], ARGV[3 * i - 1], ARGV[3 * i]
              if (redis.call('GET', key) or '') == seen then redis.call('SET', key, value, 'PX', millis) end
            end
            """;
    private static final String EVICT = """
            for i, key in ipairs(KEYS) do redis.call('SET', key, ARGV[1], 'PX', ARGV[2]) end
            """;

    private final ReactiveRedisDataSource redis;
    private final Clock clock;
    private final Set<String> pending = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean away = new AtomicBoolean();
    private volatile Instant distrustedUntil = Instant.MIN;

    RedisStore(ReactiveRedisDataSource redis, Clock clock, MeterRegistry meters) {
        this.redis = redis;
        this.clock = clock;
        meters.gauge("gateway.cache.pending.evictions", pending, Set::size);
        meters.gauge("gateway.cache.redis.away", away, a -> a.get() ? 1 : 0);
    }

    /**
     * What a key held when it was read.
     *
     * @param seen the very content, "" when there was none, null when Redis could not be asked
     */
    record Slot(String key, @Nullable String seen) {
        @Nullable
        String value() {
            return seen == null || seen.isEmpty() || seen.startsWith(MARK) ? null : seen;
        }
    }

    /** A value to keep in the place of what was seen there. */
    record Fill(Slot slot, String value, Duration life) {}

    /** A slot for each key. */
    Uni<Map<String, Slot>> read(Collection<String> keys) {
        if (keys.isEmpty() || clock.instant().isBefore(distrustedUntil)) {
            return Uni.createFrom().item(unknown(keys));
        }
        List<String> order = List.copyOf(keys);
        return redis.execute("MGET", order.toArray(String[]::new))
                .map(answer -> {
                    present();
                    return slots(order, answer);
                })
                .onFailure()
                .recoverWithItem(failure -> {
                    absent(failure);
                    return unknown(order);
                });
    }

    /** Keeps the values whose place still holds what was seen. */
    Uni<Void> fill(List<Fill> fills) {
        List<Fill> known = fills.stream().filter(f -> f.slot().seen() != null).toList();
        if (known.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<String> arguments = new ArrayList<>();
        arguments.add(FILL);
        arguments.add(Integer.toString(known.size()));
        known.forEach(f -> arguments.add(f.slot().key()));
        for (Fill fill : known) {
            arguments.add(fill.slot().seen());
            arguments.add(fill.value());
            arguments.add(Long.toString(fill.life().toMillis()));
        }
        return redis.execute("EVAL", arguments.toArray(String[]::new))
                .onFailure()
                .invoke(this::absent)
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** After this, no value from before is found again: marked in Redis, or, while that fails, remembered here. */
    Uni<Void> evict(Collection<String> keys) {
        if (keys.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        if (pending.size() + keys.size() > MAX_PENDING) {
            pending.clear();
            distrustedUntil = clock.instant().plus(DISTRUST);
            LOG.warn("Redis has been away for too many changes: it is not trusted for an hour");
            return Uni.createFrom().voidItem();
        }
        pending.addAll(keys);
        return mark(List.copyOf(keys))
                .onFailure()
                .invoke(this::absent)
                .onFailure()
                .recoverWithUni(failure -> {
                    mark(List.copyOf(keys))
                            .onFailure()
                            .retry()
                            .withBackOff(Duration.ofMillis(200), Duration.ofSeconds(2))
                            .indefinitely()
                            .subscribe()
                            .with(done -> present(), ignored -> {});
                    return Uni.createFrom().voidItem();
                });
    }

    private Uni<Void> mark(List<String> keys) {
        return Uni.createFrom().deferred(() -> {
            List<String> arguments = new ArrayList<>();
            arguments.add(EVICT);
            arguments.add(Integer.toString(keys.size()));
            arguments.addAll(keys);
            arguments.add(MARK + UUID.randomUUID());
            arguments.add(Long.toString(MARK_LIFE.toMillis()));
            return redis.execute("EVAL", arguments.toArray(String[]::new))
                    .invoke(() -> keys.forEach(pending::remove))
                    .replaceWithVoid();
        });
    }

    private Map<String, Slot> slots(List<String> keys, Response answer) {
        Map<String, Slot> slots = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            String key = keys.get(i);
            Response value = answer.get(i);
            slots.put(key, new Slot(key, pending.contains(key) ? null : value == null ? "" : value.toString()));
        }
        return slots;
    }

    private static Map<String, Slot> unknown(Collection<String> keys) {
        Map<String, Slot> slots = new HashMap<>();
        keys.forEach(key -> slots.put(key, new Slot(key, null)));
        return slots;
    }

    private void absent(Throwable failure) {
        if (away.compareAndSet(false, true)) {
            LOG.warnf("Redis cannot be used, amoCRM is asked instead: %s", failure.getMessage());
        }
    }

    private void present() {
        if (away.compareAndSet(true, false)) {
            LOG.info("Redis is back");
        }
    }
}
