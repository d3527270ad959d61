package camp.elbrusboot.gateway.cache;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
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

    /** A value that was read longer ago is not kept: the mark of an eviction since may have run out. */
    private static final Duration OLDEST_READING = MARK_LIFE.minusMinutes(1);

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Evictions that Redis has not taken yet, remembered here; beyond that, nothing in Redis is trusted for a while. */
    private static final int MAX_PENDING = 10_000;

    /** After that, nothing from before is left. */
    private static final Duration DISTRUST = CacheConfig.LONGEST;

    private static final String MARK = "!";

    /** In the place of what was seen: whatever is not a mark, and was read before. */
    static final String OLDER = "?";

    private static final String FILL = """
            for i, key in ipairs(KEYS) do
              local seen, value, millis = ARGV[3 * i - 2], ARGV[3 * i - 1], ARGV[3 * i]
              local held = redis.call('GET', key) or ''
              local before, now = string.match(held, '^(%d+)|'), string.match(value, '^(%d+)|')
              local older = seen == '?' and (held == '' or before and now and tonumber(before) < tonumber(now))
              if held == seen or older then redis.call('SET', key, value, 'PX', millis) end
            end
            """;
    private static final String EVICT = """
            for i, key in ipairs(KEYS) do redis.call('SET', key, ARGV[1], 'PX', ARGV[2]) end
            """;

    private final ReactiveRedisDataSource redis;
    private final Vertx vertx;
    private final Clock clock;

    /** Keys whose mark Redis has not taken yet, each with the eviction that asked for it last. */
    private final Map<String, Object> pending = new ConcurrentHashMap<>();

    private final AtomicBoolean flushPlanned = new AtomicBoolean();
    private final AtomicBoolean away = new AtomicBoolean();
    private volatile Instant triedAgainAt = Instant.MIN;
    private volatile Instant distrustedUntil = Instant.MIN;

    RedisStore(ReactiveRedisDataSource redis, Vertx vertx, Clock clock, MeterRegistry meters) {
        this.redis = redis;
        this.vertx = vertx;
        this.clock = clock;
        meters.gauge("gateway.cache.pending.evictions", pending, Map::size);
        meters.gauge("gateway.cache.redis.away", away, a -> a.get() ? 1 : 0);
    }

    /**
     * What a key held when it was read.
     *
     * @param seen the very content, "" when there was none, null when Redis could not be asked
     */
    record Slot(String key, @Nullable String seen, Instant readAt) {
        @Nullable
        String value() {
            return seen == null || seen.isEmpty() || seen.startsWith(MARK) ? null : seen;
        }
    }

    /** A value to keep in the place of what was seen there. */
    record Fill(Slot slot, String value, Duration life) {}

    /** A slot for each key. */
    Uni<Map<String, Slot>> read(Collection<String> keys) {
        Instant now = clock.instant();
        if (keys.isEmpty() || now.isBefore(distrustedUntil)) {
            return Uni.createFrom().item(unknown(keys, now));
        }
        List<String> order = List.copyOf(keys);
        return send("MGET", order)
                .map(answer -> slots(order, answer, now))
                .onFailure()
                .recoverWithItem(() -> unknown(order, now));
    }

    /** Keeps the values whose place still holds what was seen. */
    Uni<Void> fill(List<Fill> fills) {
        // A mark may be gone by now that was set after the reading: what took so long is not kept.
        Instant oldest = clock.instant().minus(OLDEST_READING);
        List<Fill> known = fills.stream()
                .filter(f -> f.slot().seen() != null && f.slot().readAt().isAfter(oldest))
                .toList();
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
        return send("EVAL", arguments).onFailure().recoverWithNull().replaceWithVoid();
    }

    /** After this, no value from before is found again: marked in Redis, or, while that fails, remembered here. */
    Uni<Void> evict(Collection<String> keys) {
        if (pending.size() + keys.size() > MAX_PENDING) {
            pending.clear();
            distrustedUntil = clock.instant().plus(DISTRUST);
            LOG.warn("Redis has been away for too many changes: what it holds is not trusted for an hour");
            return Uni.createFrom().voidItem();
        }
        Object eviction = new Object();
        keys.forEach(key -> pending.put(key, eviction));
        return flush();
    }

    /** Sets the marks that are pending; what fails is tried again later, by one timer for all. */
    private Uni<Void> flush() {
        Map<String, Object> marks = Map.copyOf(pending);
        if (marks.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<String> arguments = new ArrayList<>();
        arguments.add(EVICT);
        arguments.add(Integer.toString(marks.size()));
        arguments.addAll(marks.keySet());
        arguments.add(MARK + UUID.randomUUID());
        arguments.add(Long.toString(MARK_LIFE.toMillis()));
        return send("EVAL", arguments)
                .invoke(() -> marks.forEach(pending::remove))
                .onFailure()
                .invoke(this::planFlush)
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private void planFlush() {
        if (flushPlanned.compareAndSet(false, true)) {
            vertx.setTimer(PAUSE.toMillis(), timer -> {
                flushPlanned.set(false);
                flush().subscribe().with(done -> {});
            });
        }
    }

    /**
     * Emits on the caller's context, and within a second: a cache that answers late is none. (The client's own time-out
     * is for its blocking calls alone.) After a failure Redis is left alone for a moment, so that not every query waits.
     */
    private Uni<Response> send(String command, List<String> arguments) {
        return Uni.createFrom().deferred(() -> {
            if (clock.instant().isBefore(triedAgainAt)) {
                return Uni.createFrom().failure(new IllegalStateException("Redis has just failed"));
            }
            Context caller = vertx.getOrCreateContext();
            return Uni.createFrom()
                    .deferred(() -> redis.execute(command, arguments.toArray(String[]::new)))
                    .ifNoItem()
                    .after(PATIENCE)
                    .fail()
                    .emitOn(task -> caller.runOnContext(ignored -> task.run()))
                    .invoke(this::present)
                    .onFailure()
                    .invoke(this::absent);
        });
    }

    private Map<String, Slot> slots(List<String> keys, Response answer, Instant readAt) {
        Map<String, Slot> slots = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            String key = keys.get(i);
            Response value = answer.get(i);
            String seen = pending.containsKey(key) ? null : value == null ? "" : value.toString();
            slots.put(key, new Slot(key, seen, readAt));
        }
        return slots;
    }

    private static Map<String, Slot> unknown(Collection<String> keys, Instant readAt) {
        Map<String, Slot> slots = new HashMap<>();
        keys.forEach(key -> slots.put(key, new Slot(key, null, readAt)));
        return slots;
    }

    private void absent(Throwable failure) {
        triedAgainAt = clock.instant().plus(PAUSE);
        if (away.compareAndSet(false, true)) {
            LOG.warnf("Redis cannot be used, amoCRM is asked instead: %s", failure);
        }
    }

    private void present() {
        if (away.compareAndSet(true, false)) {
            LOG.info("Redis is back");
        }
    }
}
