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
import java.util.Objects;
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
            // Before memory is looked into: an eviction in between makes what was found there void.
            long position = positions.of(account).position();
            Map<I, Held<T>> remembered = remembered(account, ids, details);
            Uni<Map<I, Held<T>>> answer = remembered.isEmpty()
                    ? complete(account, ids, details, priority, remembered)
                    : trust.told(account)
                            // From the caller's context on: it decides on which the flights depart.
                            .emitOn(task -> caller.runOnContext(ignored -> task.run()))
                            .flatMap(told -> complete(
                                    account, ids, details, priority, told <= position ? remembered : Map.of()));
            return answer.emitOn(task -> caller.runOnContext(ignored -> task.run()))
                    .invoke(all -> tally.answered(kind, all.values(), held -> isStale(account, held)));
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

    private Uni<Map<I, Held<T>>> complete(
            AccountRef account, Set<I> ids, Set<Detail> details, Priority priority, Map<I, Held<T>> remembered) {
        Map<I, Held<T>> fresh = new HashMap<>(remembered);
        fresh.values().removeIf(held -> !ages.isFresh(account, held));
        Set<I> rest = new LinkedHashSet<>(ids);
        rest.removeAll(fresh.keySet());
        if (rest.isEmpty()) {
            return Uni.createFrom().item(fresh);
        }
        List<Uni<Map<I, Held<T>>>> parts = new ArrayList<>();
        flights.join(account, rest, details, priority)
                .forEach((flight, wanted) -> parts.add(brought(flight, wanted, details, remembered)));
        return Uni.join().all(parts).andFailFast().map(all -> {
            all.forEach(fresh::putAll);
            return fresh;
        });
    }

    private Uni<Map<I, Held<T>>> brought(
            Flight<I, T> flight, Set<I> wanted, Set<Detail> details, Map<I, Held<T>> remembered) {
        return flight.looked().flatMap(looked -> {
            Map<I, Held<T>> best = new HashMap<>();
            wanted.forEach(id -> {
                Held<T> better = ages.better(remembered.get(id), looked.get(id), details);
                if (better != null && (ages.isFresh(flight.account, better) || ages.isOfUse(better))) {
                    best.put(id, better);
                }
            });
            if (best.size() == wanted.size()
                    && best.values().stream().allMatch(held -> ages.isFresh(flight.account, held))) {
                return Uni.createFrom().item(best);
            }
            return newer(flight, wanted, best);
        });
    }

    private Uni<Map<I, Held<T>>> newer(Flight<I, T> flight, Set<I> wanted, Map<I, Held<T>> best) {
        Uni<Map<I, Held<T>>> done = flight.done().map(read -> {
            Map<I, Held<T>> own = new HashMap<>();
            wanted.forEach(id -> own.put(id, Objects.requireNonNull(read.get(id))));
            return own;
        });
        if (best.size() < wanted.size()) {
            return done;
        }
        Uni<Map<I, Held<T>>> orElse = done.onFailure(Outages::isUpstream).recoverWithItem(best);
        Collection<Held<T>> old = best.values();
        if (old.stream().anyMatch(held -> ages.isVoid(flight.account, held))) {
            return orElse;
        }
        if (outages.lasts(flight.account)
                || old.stream()
                        .allMatch(held ->
                                ages.isFresh(flight.account, held) || ages.mayBeRevalidated(flight.account, held))) {
            return Uni.createFrom().item(best);
        }
        return orElse.ifNoItem().after(patience).recoverWithUni(() -> {
            outages.late(flight.account);
            return Uni.createFrom().item(best);
        });
    }

    /**
     * Keeps what came along with something else. Nobody looked at these places before amoCRM was asked: neither a mark
     * nor a newer value is overwritten.
     *
     * @param since evictions of this process before amoCRM was asked
     * @param look at Redis before amoCRM was asked; empty when that could not be
     */
    void offer(AccountRef account, Map<I, T> values, Instant askedAt, long since, Optional<RedisStore.Look> look) {
        List<RedisStore.Fill> fills = new ArrayList<>();
        values.forEach((id, value) -> {
            String key = kind.key(account, id);
            String text = kind.text().write().apply(value);
            Held<T> held = Slot.fresh(kind, value, askedAt, Positions.Own.NOWHERE, text.length());
            memory.put(key, held, since);
            look.ifPresent(l -> fills.add(new RedisStore.Fill(
                    new Slot(key, Slot.OLDER), Slot.text(l.state(), kind, held, text), ages.keptFor(false))));
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
