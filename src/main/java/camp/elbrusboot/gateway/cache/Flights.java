package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Detail;
import camp.elbrusboot.gateway.crm.Priority;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is being read of one kind. What is asked for within one turn of the event loop, by the fields and aliases of one
 * level of a query and by other operations, is read together; what is on its way from amoCRM already is not asked for again.
 *
 * <p>Invariant: nobody gets what was asked of amoCRM before an event that they may have heard of, at whichever replica.
 */
final class Flights<I, T> {
    private final Kind<I, T> kind;
    private final Fetch<I, T> fetch;
    private final Ages<I, T> ages;
    private final Memory memory;
    private final Vertx vertx;

    /** By key, who asks amoCRM for it. */
    private final Map<String, Flight<I, T>> asking = new HashMap<>();

    private final Map<AccountRef, Map<Priority, Flight<I, T>>> boarding = new HashMap<>();

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
            Flight<I, T> flight = open(account, priority);
            flight.board(id, details);
            boarded.computeIfAbsent(flight, f -> new LinkedHashSet<>()).add(id);
        }
        return boarded;
    }

    private Flight<I, T> open(AccountRef account, Priority priority) {
        Map<Priority, Flight<I, T>> ofAccount = boarding.computeIfAbsent(account, a -> new EnumMap<>(Priority.class));
        Flight<I, T> open = kind.gathers() ? ofAccount.get(priority) : null;
        if (open != null && open.hasRoom()) {
            return open;
        }
        Flight<I, T> flight = new Flight<>(account, priority, memory.now(account));
        ofAccount.put(priority, flight);
        Context caller = vertx.getOrCreateContext();
        caller.runOnContext(turn -> depart(flight));
        return flight;
    }

    private void depart(Flight<I, T> flight) {
        synchronized (this) {
            Map<Priority, Flight<I, T>> ofAccount = boarding.get(flight.account);
            if (ofAccount != null) {
                ofAccount.remove(flight.priority, flight);
            }
        }
        Uni.createFrom()
                .deferred(() -> fetch.look(flight).flatMap(seen -> ask(flight, seen)))
                .subscribe()
                .with(read -> landed(flight, read), failure -> crashed(flight, failure));
    }

    private Uni<Map<I, Held<T>>> ask(Flight<I, T> flight, Fetch.Seen<I, T> seen) {
        Map<I, Slot> mine = new LinkedHashMap<>(seen.missing());
        Map<Flight<I, T>, Set<I>> others = new LinkedHashMap<>();
        synchronized (this) {
            seen.missing().keySet().forEach(id -> {
                Flight<I, T> other = asking.get(kind.key(flight.account, id));
                if (other != null && other.serves(flight, seen.told())) {
                    others.computeIfAbsent(other, o -> new LinkedHashSet<>()).add(id);
                    mine.remove(id);
                }
            });
            if (!mine.isEmpty()) {
                flight.ask(seen.told(), ages.urgency(flight, mine.keySet(), id -> fetch.best(flight, id, seen)));
            }
            mine.keySet().forEach(id -> asking.put(kind.key(flight.account, id), flight));
        }
        flight.look(seen.best());
        List<Uni<Map<I, Held<T>>>> parts = new ArrayList<>();
        others.forEach((other, ids) -> parts.add(other.done().map(read -> only(read, ids))));
        if (!mine.isEmpty()) {
            parts.add(fetch.fetch(flight, seen, mine));
        }
        Map<I, Held<T>> all = seen.fresh();
        return parts.isEmpty()
                ? Uni.createFrom().item(all)
                : Uni.join().all(parts).andFailFast().map(read -> {
                    read.forEach(all::putAll);
                    return all;
                });
    }

    static <I, T> Map<I, Held<T>> only(Map<I, Held<T>> read, Set<I> ids) {
        Map<I, Held<T>> own = new HashMap<>();
        ids.forEach(id -> own.put(id, Objects.requireNonNull(read.get(id))));
        return own;
    }

    private void landed(Flight<I, T> flight, Map<I, Held<T>> read) {
        read.forEach((id, held) -> memory.put(kind.key(flight.account, id), kind.kept(held), flight.since));
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
}
