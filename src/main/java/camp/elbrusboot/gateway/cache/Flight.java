package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Detail;
import camp.elbrusboot.gateway.crm.Priority;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Promise;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A reading that is under way, first from Redis, then from amoCRM. Until it departs more can come aboard.
 */
final class Flight<I, T> {
    /** Beyond that, a command to Redis keeps others waiting. */
    private static final int MOST = 1_000;

    /** Before every position: nobody else may have what this one brings. */
    static final long TOLD_NOTHING = -1;

    final AccountRef account;
    final Priority priority;

    /** Where this process stood before anybody was asked; null until it departs. */
    private Memory.@Nullable Point since;

    /** What Redis had, fresh or not, with the details that are wanted. */
    private final Promise<Map<I, Held<T>>> looked = Promise.promise();

    private final Promise<Map<I, Held<T>>> done = Promise.promise();

    /** Both change until it departs; all that changes does so under the lock of {@link Flights}. */
    private final Set<I> ids = new LinkedHashSet<>();

    private final Set<Detail> details = EnumSet.noneOf(Detail.class);
    /** Position of the log that what it brings from amoCRM is not older than. */
    private long told;

    /** With how much urgency, and whether amoCRM is asked to find out whether it is back. */
    private Ages.Urgency urgency;

    Flight(AccountRef account, Priority priority) {
        this.account = account;
        this.priority = priority;
        this.urgency = new Ages.Urgency(priority, false, false);
    }

    /** From now on nobody comes aboard. */
    void depart(Memory.Point now) {
        since = now;
    }

    Memory.Point since() {
        return Objects.requireNonNull(since);
    }

    boolean hasRoom() {
        return ids.size() < MOST;
    }

    void board(I id, Set<Detail> wanted) {
        ids.add(id);
        details.addAll(wanted);
    }

    /** Now amoCRM is to be asked. */
    void ask(long position, Ages.Urgency how) {
        told = position;
        urgency = how;
    }

    /**
     * Whether another flight can have what this one asks amoCRM for.
     *
     * @param needed the priority with which the other would ask
     */
    boolean serves(Flight<I, T> other, Priority needed, long position) {
        return urgency.priority().compareTo(needed) <= 0 && details.containsAll(other.details) && told >= position;
    }

    Ages.Urgency urgency() {
        return urgency;
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
