package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.feed.LogReading;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Redis as far as the log: evicts there what events touch, and makes good what it has missed while it was away, or
 * lost when it was restarted from an older snapshot. A Redis that has forgotten everything begins a new incarnation.
 *
 * <p>Invariant: when {@link #evict} has completed and Redis could be asked, nothing from before those events is found in
 * it by anybody.
 */
@ApplicationScoped
class RedisRepair {
    private static final Logger LOG = Logger.getLogger(RedisRepair.class);

    private static final String EVICT = Scripts.read("evict");
    private static final String BEGIN = Scripts.read("begin");

    private static final int PART = 500;

    /** Beyond that, forgetting everything is cheaper. */
    private static final int MOST_PARTS = 40;

    private final RedisLink redis;
    private final Patience patience;
    private final Positions positions;
    private final LogReading log;
    private final MeterRegistry meters;
    private final Map<AccountRef, Uni<Void>> underWay = new ConcurrentHashMap<>();

    RedisRepair(RedisLink redis, Patience patience, Positions positions, LogReading log, MeterRegistry meters) {
        this.redis = redis;
        this.patience = patience;
        this.positions = positions;
        this.log = log;
        this.meters = meters;
    }

    /** Evicts in Redis, as far as it can be asked. Never fails. */
    Uni<Void> evict(AccountRef account, Evictions evictions) {
        // Every subscriber waits for it.
        return patience.limit(send(account, evictions)
                        .flatMap(position ->
                                position >= evictions.to() ? Uni.createFrom().voidItem() : repair(account)))
                .onFailure()
                .recoverWithNull();
    }

    /**
     * At the start: what Redis has missed while no replica ran is evicted. A position that the log has not reached yet is
     * of another log, and so is everything else that Redis has. Never fails.
     */
    Uni<Void> begin(AccountRef account) {
        return patience.limit(position(account)
                        .flatMap(state -> state == null
                                ? repair(account)
                                : log.end(account)
                                        .flatMap(end ->
                                                end < state.position() ? forget(account, state) : repair(account))))
                .onFailure()
                .recoverWithNull();
    }

    /** Redis has turned out to be behind this replica. Fails where it cannot be made good in a moment. */
    Uni<Void> soon(AccountRef account) {
        return patience.limit(repair(account));
    }

    /** One at a time: who wants one while another runs waits for that. */
    private Uni<Void> repair(AccountRef account) {
        return Uni.createFrom()
                .deferred(() -> underWay.computeIfAbsent(account, a -> Uni.createFrom()
                        .deferred(() -> position(a).flatMap(position -> catchUp(a, position, 0)))
                        .onTermination()
                        .invoke(() -> underWay.remove(a))
                        .memoize()
                        .indefinitely()));
    }

    private Uni<Void> catchUp(AccountRef account, @Nullable RedisState state, int parts) {
        if (state == null || parts > MOST_PARTS) {
            return forget(account, state);
        }
        if (state.position() >= positions.of(account).position()) {
            return Uni.createFrom().voidItem();
        }
        if (parts == 0) {
            LOG.infof("Account %s: Redis has missed changes, evicting them now", account);
        }
        return log.after(account, state.position(), PART)
                .flatMap(events -> events.isEmpty()
                        ? forget(account, state)
                        : send(account, Evictions.of(account, state.position(), events))
                                .flatMap(sent -> position(account))
                                .flatMap(now -> catchUp(account, now, parts + 1)));
    }

    /** As if Redis were empty: up to the end of the log there is nothing in it that would have to be evicted. */
    private Uni<Void> forget(AccountRef account, @Nullable RedisState state) {
        return log.end(account).flatMap(end -> {
            String fresh = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
            // Never behind this replica: it could not be believed.
            long position = Math.max(end, positions.of(account).position());
            RedisState next = new RedisState(fresh, position, position, position);
            meters.counter("gateway.cache.redis.incarnations").increment();
            LOG.infof("Account %s: Redis knows nothing that can be used, the cache in it begins anew", account);
            return redis.eval(
                            BEGIN,
                            List.of(Keys.state(account)),
                            List.of(state == null ? "" : state.text(), next.text()))
                    .replaceWithVoid();
        });
    }

    private Uni<@Nullable RedisState> position(AccountRef account) {
        return redis.send("GET", List.of(Keys.state(account))).map(text -> RedisState.read(RedisStore.text(text)));
    }

    /** Emits the position that Redis has afterwards; -1 where it knows nothing. Less than wanted: it was behind. */
    private Uni<Long> send(AccountRef account, Evictions evictions) {
        List<String> keys = new ArrayList<>();
        keys.add(Keys.state(account));
        keys.addAll(evictions.keys());
        return redis.eval(
                        EVICT,
                        keys,
                        List.of(
                                Long.toString(evictions.from()),
                                Long.toString(evictions.to()),
                                evictions.leadLists() ? "1" : "0",
                                evictions.contactLists() ? "1" : "0",
                                Long.toString(RedisStore.MARK_LIFE.toMillis())))
                .map(answer -> answer.toLong());
    }
}
