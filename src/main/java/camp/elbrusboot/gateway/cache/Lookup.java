package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Detail;
import camp.elbrusboot.gateway.crm.Priority;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Answers what is asked of one kind: from memory what is fresh there, from a {@link Flight} the rest. Who has something
 * stale to go on with waits for a newer one only a little, or not at all.
 */
final class Lookup<I, T> {
    private final Kind<I, T> kind;
    private final Ages<I, T> ages;
    private final Flights<I, T> flights;
    private final Memory memory;
    private final MemoryTrust trust;
    private final Positions positions;
    private final RedisStore store;
    private final Outages outages;
    private final Tally tally;
    private final Duration patience;
    private final Vertx vertx;

    Lookup(
            Kind<I, T> kind,
            Ages<I, T> ages,
            Flights<I, T> flights,
            Memory memory,
            MemoryTrust trust,
            Positions positions,
            RedisStore store,
            Outages outages,
            Tally tally,
            Duration patience,
            Vertx vertx) {
        this.kind = kind;
        this.ages = ages;
        this.flights = flights;
        this.memory = memory;
        this.trust = trust;
        this.positions = positions;
        this.store = store;
        this.outages = outages;
        this.tally = tally;
        this.patience = patience;
        this.vertx = vertx;
    }

    /** One for each id, those that amoCRM does not have without a value; emitted on the caller's context. */
    Uni<Map<I, Held<T>>> load(AccountRef account, Set<I> ids, Set<Detail> details, Priority priority) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return Uni.createFrom().deferred(() -> {
            Context caller = vertx.getOrCreateContext();
            return found(account, ids, details, priority)
                    .emitOn(task -> caller.runOnContext(ignored -> task.run()))
                    .invoke(all -> tally.answered(kind, all.values(), held -> isStale(account, held)));
        });
    }

    /** What memory lacks goes aboard a flight at once, within the same turn; meanwhile memory is held against the log. */
    private Uni<Map<I, Held<T>>> found(AccountRef account, Set<I> ids, Set<Detail> details, Priority priority) {
        // Before memory is looked into: an eviction in between makes what was found there void.
        long position = positions.of(account).position();
        Map<I, Held<T>> remembered = remembered(account, ids, details);
        Uni<Boolean> trusted = remembered.isEmpty()
                ? Uni.createFrom().item(true)
                : trust.told(account).map(told -> told <= position).memoize().indefinitely();
        Map<I, Held<T>> fresh = new HashMap<>(remembered);
        fresh.values().removeIf(held -> !ages.isFresh(account, held));
        Set<I> rest = new LinkedHashSet<>(ids);
        rest.removeAll(fresh.keySet());
        List<Uni<Map<I, Held<T>>>> parts = new ArrayList<>();
        flights.board(account, rest, details, priority)
                .forEach((flight, wanted) -> parts.add(flight.looked()
                        .flatMap(looked -> trusted.flatMap(
                                trust -> brought(flight, wanted, details, looked, trust ? remembered : Map.of())))));
        if (!fresh.isEmpty()) {
            parts.add(trusted.flatMap(
                    trust -> trust ? Uni.createFrom().item(fresh) : flown(account, fresh.keySet(), details, priority)));
        }
        return all(parts);
    }

    private Uni<Map<I, Held<T>>> flown(AccountRef account, Set<I> ids, Set<Detail> details, Priority priority) {
        List<Uni<Map<I, Held<T>>>> parts = new ArrayList<>();
        flights.board(account, ids, details, priority)
                .forEach((flight, wanted) -> parts.add(
                        flight.looked().flatMap(looked -> brought(flight, wanted, details, looked, Map.of()))));
        return all(parts);
    }

    private static <I, T> Uni<Map<I, Held<T>>> all(List<Uni<Map<I, Held<T>>>> parts) {
        return Uni.join().all(parts).andFailFast().map(maps -> {
            Map<I, Held<T>> all = new HashMap<>();
            maps.forEach(all::putAll);
            return all;
        });
    }

    boolean isStale(AccountRef account, Held<T> held) {
        return !ages.isFresh(account, held);
    }

    Duration remaining(Held<T> held) {
        return ages.remaining(held);
    }

    private Map<I, Held<T>> remembered(AccountRef account, Set<I> ids, Set<Detail> details) {
        Map<I, Held<T>> remembered = new HashMap<>();
        for (I id : ids) {
            Held<T> held = memory.get(kind.key(account, id));
            if (held != null
                    && held.details().containsAll(details)
                    && (ages.isFresh(account, held) || ages.isOfUse(held))) {
                remembered.put(id, held);
            }
        }
        return remembered;
    }

    private Uni<Map<I, Held<T>>> brought(
            Flight<I, T> flight,
            Set<I> wanted,
            Set<Detail> details,
            Map<I, Held<T>> looked,
            Map<I, Held<T>> remembered) {
        Map<I, Held<T>> best = new HashMap<>();
        wanted.forEach(id -> {
            Held<T> better = ages.better(remembered.get(id), looked.get(id), details);
            if (better != null && (ages.isFresh(flight.account, better) || ages.isOfUse(better))) {
                best.put(id, better);
            }
        });
        boolean fresh = best.values().stream().allMatch(held -> ages.isFresh(flight.account, held));
        return best.size() == wanted.size() && fresh ? Uni.createFrom().item(best) : newer(flight, wanted, best);
    }

    private Uni<Map<I, Held<T>>> newer(Flight<I, T> flight, Set<I> wanted, Map<I, Held<T>> best) {
        Uni<Map<I, Held<T>>> done = flight.done().map(read -> Flights.only(read, wanted));
        if (best.size() < wanted.size()) {
            return done;
        }
        Uni<Map<I, Held<T>>> orElse = done.onFailure(Outages::isUpstream).recoverWithItem(best);
        boolean outage = outages.lasts(flight.account);
        if (!outage && best.values().stream().anyMatch(held -> ages.isLastResort(flight.account, held))) {
            return orElse;
        }
        boolean atOnce = outage
                ? !flight.urgency().probes()
                : best.values().stream()
                        .allMatch(held ->
                                ages.isFresh(flight.account, held) || ages.mayBeRevalidated(flight.account, held));
        return atOnce
                ? Uni.createFrom().item(best)
                : orElse.ifNoItem().after(patience).recoverWithItem(best);
    }

    /**
     * Keeps what came along with something else. Nobody looked at these places before amoCRM was asked: neither a mark
     * nor a newer value is overwritten, and nothing by what has less detail.
     *
     * @param since where this process stood before amoCRM was asked
     * @param look at Redis before amoCRM was asked; empty when that could not be
     */
    void offer(
            AccountRef account, Map<I, T> values, Instant askedAt, Memory.Point since, Optional<RedisStore.Look> look) {
        List<RedisStore.Fill> fills = new ArrayList<>();
        values.forEach((id, value) -> {
            String key = kind.key(account, id);
            String text = kind.text().write().apply(value);
            Held<T> held = Slot.fresh(kind, value, askedAt, Positions.Own.NOWHERE, text.length());
            Held<T> before = memory.get(key);
            if (before == null || held.details().containsAll(before.details())) {
                memory.put(key, held, since);
            }
            String place = held.details().containsAll(kind.variable()) ? Slot.OLDER : "";
            look.ifPresent(l -> fills.add(new RedisStore.Fill(
                    new Slot(key, place), Slot.text(l.state(), kind, held, text), ages.keptFor(false))));
        });
        look.ifPresent(
                l -> store.fill(account, l, fills, List.of(), "").subscribe().with(kept -> {}));
    }

    void forget(Collection<String> keys) {
        flights.forget(keys);
    }

    void forgetAll() {
        flights.forget(null);
    }
}
