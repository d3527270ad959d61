package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Detail;
import camp.elbrusboot.gateway.crm.Priority;
import camp.elbrusboot.gateway.crm.Turnstile;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What is being read of one kind. What is asked for within one turn of the event loop, by the fields and aliases of one
 * level of a query and by other operations, is read together, and so is what is asked for while Redis still answers those
 * before; what is on its way from amoCRM already is not asked for again.
 *
 * <p>Invariant: nobody gets what was asked of amoCRM before an event that they may have heard of, at whichever replica.
 */
final class Flights<I, T> {
    /** Looks into Redis at once, for each account. With more, less is read together when much is asked for. */
    private static final int LOOKS = 2;

    private static final int LOOKS_ONE_BY_ONE = 8;

    private final Kind<I, T> kind;
    private final Fetch<I, T> fetch;
    private final Ages<I, T> ages;
    private final Memory memory;
    private final Vertx vertx;

    /** By key, who asks amoCRM for it. */
    private final Map<String, Flight<I, T>> asking = new HashMap<>();

    /** Where more can come aboard. */
    private final Map<Gate<I>, Flight<I, T>> boarding = new HashMap<>();

    private final Map<AccountRef, Turnstile> looks = new ConcurrentHashMap<>();

    /** @param of what cannot be read together with others; null where everything can */
    private record Gate<I>(
            AccountRef account, Priority priority, @Nullable I of) {}

    Flights(Kind<I, T> kind, Fetch<I, T> fetch, Ages<I, T> ages, Memory memory, Vertx vertx) {
        this.kind = kind;
        this.fetch = fetch;
        this.ages = ages;
        this.memory = memory;
        this.vertx = vertx;
    }

    /** Which flight brings which of the ids. */
    synchronized Map<Flight<I, T>, Set<I>> board(
            AccountRef account, Set<I> ids, Set<Detail> details, Priority priority) {
        Map<Flight<I, T>, Set<I>> boarded = new LinkedHashMap<>();
        for (I id : ids) {
            Flight<I, T> flight = open(new Gate<>(account, priority, kind.gathers() ? null : id));
            flight.board(id, details);
            boarded.computeIfAbsent(flight, f -> new LinkedHashSet<>()).add(id);
        }
        return boarded;
    }

    private Flight<I, T> open(Gate<I> gate) {
        Flight<I, T> open = boarding.get(gate);
        if (open != null && open.hasRoom()) {
            return open;
        }
        Flight<I, T> flight = new Flight<>(gate.account(), gate.priority());
        boarding.put(gate, flight);
        Context caller = vertx.getOrCreateContext();
        Executor nextTurn = turn -> caller.runOnContext(now -> turn.run());
        Uni<Fetch.Seen<I, T>> look = Uni.createFrom()
                .voidItem()
                .emitOn(nextTurn)
                .invoke(() -> depart(gate, flight))
                .chain(() -> fetch.look(flight));
        looks.computeIfAbsent(gate.account(), a -> new Turnstile(kind.gathers() ? LOOKS : LOOKS_ONE_BY_ONE))
                .pass(look)
                .flatMap(seen -> ask(flight, seen))
                .subscribe()
                .with(read -> landed(flight, read), failure -> crashed(flight, failure));
        return flight;
    }

    private synchronized void depart(Gate<I> gate, Flight<I, T> flight) {
        boarding.remove(gate, flight);
        flight.depart(memory.now(gate.account()));
    }

    private Uni<Map<I, Held<T>>> ask(Flight<I, T> flight, Fetch.Seen<I, T> seen) {
        Map<I, Held<T>> known = new HashMap<>(seen.best());
        Map<I, Held<T>> fresh = seen.fresh();
        Map<I, Slot> mine = new LinkedHashMap<>();
        Map<Flight<I, T>, Set<I>> others = new LinkedHashMap<>();
        synchronized (this) {
            // One that has landed while this one looked into Redis has left what it brought in memory.
            seen.missing().keySet().forEach(id -> {
                Held<T> best = fetch.best(flight, id, seen);
                if (best != null) {
                    known.put(id, best);
                }
            });
            // It lands as a whole: who needs one of the ids must not wait for somebody's leisurely renewal of another.
            boolean needed = seen.missing().keySet().stream().anyMatch(id -> ages.isNeeded(flight, known.get(id)));
            seen.missing().forEach((id, slot) -> {
                Flight<I, T> other = asking.get(kind.key(flight.account, id));
                Held<T> best = known.get(id);
                Priority priority = needed ? flight.priority : ages.priority(flight, best);
                if (best != null && ages.isFresh(flight.account, best)) {
                    fresh.put(id, best);
                } else if (other != null && other.serves(flight, priority, seen.told())) {
                    others.computeIfAbsent(other, o -> new LinkedHashSet<>()).add(id);
                } else {
                    mine.put(id, slot);
                }
            });
            if (!mine.isEmpty()) {
                flight.ask(
                        seen.told() == MemoryTrust.UNKNOWN ? Flight.TOLD_NOTHING : seen.told(),
                        ages.urgency(flight, mine.keySet(), known::get));
            }
            mine.keySet().forEach(id -> asking.put(kind.key(flight.account, id), flight));
        }
        flight.look(known);
        List<Uni<Map<I, Held<T>>>> parts = new ArrayList<>();
        others.forEach((other, ids) -> parts.add(other.done().map(read -> only(read, ids))));
        if (!mine.isEmpty()) {
            parts.add(fetch.fetch(flight, seen, mine));
        }
        return parts.isEmpty()
                ? Uni.createFrom().item(fresh)
                : Uni.join().all(parts).andFailFast().map(read -> {
                    read.forEach(fresh::putAll);
                    return fresh;
                });
    }

    static <I, T> Map<I, Held<T>> only(Map<I, Held<T>> read, Set<I> ids) {
        Map<I, Held<T>> own = new HashMap<>();
        ids.forEach(id -> own.put(id, Objects.requireNonNull(read.get(id))));
        return own;
    }

    private void landed(Flight<I, T> flight, Map<I, Held<T>> read) {
        read.forEach((id, held) -> memory.put(kind.key(flight.account, id), kind.kept(held), flight.since()));
        over(flight);
        flight.land(read);
    }

    private void crashed(Flight<I, T> flight, Throwable failure) {
        over(flight);
        flight.crash(failure);
    }

    private synchronized void over(Flight<I, T> flight) {
        flight.ids().forEach(id -> asking.remove(kind.key(flight.account, id), flight));
    }

    /** Who asks for these from now on does not get what is on its way; null stands for everything. */
    synchronized void forget(@Nullable Collection<String> keys) {
        if (keys == null) {
            asking.clear();
        } else {
            keys.forEach(asking::remove);
        }
    }

    synchronized int underWay() {
        return asking.size();
    }

    /** Flights that wait until another has looked into Redis; no more than there are operations under way. */
    int waiting() {
        return looks.values().stream().mapToInt(Turnstile::waiting).sum();
    }
}
