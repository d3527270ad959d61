package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Detail;
import camp.elbrusboot.gateway.crm.Priority;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is being read of one kind. What is asked for within one turn of the event loop, by the fields and aliases of one
 * level of a query and by other operations, is read together; what is on its way already is not read again.
 *
 * <p>Invariant: nobody joins a reading that began before an eviction of what they want.
 */
final class Flights<I, T> {
    private final Kind<I, T> kind;
    private final Fetch<I, T> fetch;
    private final Memory memory;
    private final Positions positions;
    private final Vertx vertx;
    private final Map<String, Flight<I, T>> byKey = new HashMap<>();
    private final Map<AccountRef, Map<Priority, Flight<I, T>>> boarding = new HashMap<>();

    Flights(Kind<I, T> kind, Fetch<I, T> fetch, Memory memory, Positions positions, Vertx vertx) {
        this.kind = kind;
        this.fetch = fetch;
        this.memory = memory;
        this.positions = positions;
        this.vertx = vertx;
    }

    /** Which flight brings which of the ids. */
    Map<Flight<I, T>, Set<I>> join(AccountRef account, Set<I> ids, Set<Detail> details, Priority priority) {
        Map<Flight<I, T>, Set<I>> joined = new LinkedHashMap<>();
        Context caller = vertx.getOrCreateContext();
        synchronized (this) {
            for (I id : ids) {
                String key = kind.key(account, id);
                Flight<I, T> flight = byKey.get(key);
                if (flight == null || !flight.takes(details, priority)) {
                    flight = boarding(account, priority, caller);
                    flight.board(id, details);
                    byKey.put(key, flight);
                } else {
                    flight.want(details);
                }
                joined.computeIfAbsent(flight, f -> new LinkedHashSet<>()).add(id);
            }
        }
        return joined;
    }

    private Flight<I, T> boarding(AccountRef account, Priority priority, Context caller) {
        Map<Priority, Flight<I, T>> ofAccount = boarding.computeIfAbsent(account, a -> new EnumMap<>(Priority.class));
        Flight<I, T> open = kind.gathers() ? ofAccount.get(priority) : null;
        if (open != null && open.hasRoom()) {
            return open;
        }
        Flight<I, T> flight = new Flight<>(account, priority, memory.now(), positions.of(account));
        ofAccount.put(priority, flight);
        caller.runOnContext(turn -> depart(flight));
        return flight;
    }

    private void depart(Flight<I, T> flight) {
        synchronized (this) {
            flight.depart();
            Map<Priority, Flight<I, T>> ofAccount = boarding.get(flight.account);
            if (ofAccount != null) {
                ofAccount.remove(flight.priority, flight);
            }
        }
        fetch.read(flight).subscribe().with(read -> landed(flight, read), failure -> crashed(flight, failure));
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
        flight.ids().forEach(id -> byKey.remove(kind.key(flight.account, id), flight));
    }

    /** Who asks for these from now on does not get what is on its way. */
    synchronized void forget(@Nullable Collection<String> keys) {
        if (keys == null) {
            byKey.clear();
        } else {
            keys.forEach(byKey::remove);
        }
    }

    synchronized int underWay() {
        return byKey.size();
    }
}
