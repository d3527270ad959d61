package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Detail;
import camp.elbrusboot.gateway.crm.Priority;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Promise;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A reading that is under way, first from Redis, then from amoCRM. Until it departs more can come aboard; afterwards
 * those who want nothing else may wait for it.
 */
final class Flight<I, T> {
    /** Beyond that, a command to Redis keeps others waiting. */
    private static final int MOST = 1_000;

    final AccountRef account;
    final Priority priority;

    /** Evictions of this process before anybody was asked. */
    final long since;

    /** Where this replica stood before anybody was asked. */
    final Positions.Own own;

    /** What Redis had, fresh or not, with the details that are wanted. */
    private final Promise<Map<I, Held<T>>> looked = Promise.promise();

    private final Promise<Map<I, Held<T>>> done = Promise.promise();

    /** Both change until it departs, under the lock of {@link Flights}. */
    private final Set<I> ids = new LinkedHashSet<>();

    private final Set<Detail> details = EnumSet.noneOf(Detail.class);
    private boolean departed;

    Flight(AccountRef account, Priority priority, long since, Positions.Own own) {
        this.account = account;
        this.priority = priority;
        this.since = since;
        this.own = own;
    }

    boolean takes(Set<Detail> wanted, Priority asked) {
        return priority.compareTo(asked) <= 0 && (!departed || details.containsAll(wanted));
    }

    boolean hasRoom() {
        return !departed && ids.size() < MOST;
    }

    void board(I id, Set<Detail> wanted) {
        ids.add(id);
        want(wanted);
    }

    void want(Set<Detail> wanted) {
        if (!departed) {
            details.addAll(wanted);
        }
    }

    void depart() {
        departed = true;
    }

    Set<I> ids() {
        return ids;
    }

    Set<Detail> details() {
        return details;
    }

    /** Never fails. */
    Uni<Map<I, Held<T>>> looked() {
        return Uni.createFrom().completionStage(looked.future().toCompletionStage());
    }

    /** One for each id; those that amoCRM does not have are held without a value. */
    Uni<Map<I, Held<T>>> done() {
        return Uni.createFrom().completionStage(done.future().toCompletionStage());
    }

    void look(Map<I, Held<T>> seen) {
        looked.tryComplete(seen);
    }

    void land(Map<I, Held<T>> read) {
        looked.tryComplete(Map.of());
        done.tryComplete(read);
    }

    void crash(Throwable failure) {
        looked.tryComplete(Map.of());
        done.tryFail(failure);
    }
}
