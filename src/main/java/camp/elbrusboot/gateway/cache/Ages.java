package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Detail;
import camp.elbrusboot.gateway.crm.Priority;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The ages of one kind: fresh, stale, and too old for anything; and what that means for who asks. */
final class Ages<I, T> {
    private final Kind<I, T> kind;
    private final Duration absentLife;
    private final Duration absentHardLife;
    private final Positions positions;
    private final Outages outages;
    private final Clock clock;

    /** @param absentHardLife at most that of the kind */
    Ages(
            Kind<I, T> kind,
            Duration absentLife,
            Duration absentHardLife,
            Positions positions,
            Outages outages,
            Clock clock) {
        this.kind = kind;
        this.absentLife = absentLife;
        this.absentHardLife = absentHardLife;
        this.positions = positions;
        this.outages = outages;
        this.clock = clock;
    }

    /** Good enough without asking amoCRM. */
    boolean isFresh(AccountRef account, @Nullable Held<T> held) {
        return held != null && !isVoid(account, held) && !remaining(held).isZero();
    }

    /** How much longer it is fresh; zero when it is not. */
    Duration remaining(Held<T> held) {
        Duration life = held.value() == null ? absentLife : kind.life();
        Duration left = Duration.between(clock.instant(), held.readAt().plus(life));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Better than nothing. */
    boolean isOfUse(@Nullable Held<T> held) {
        return held != null && held.isYoungerThan(keptFor(held.value() == null), clock.instant());
    }

    /**
     * Of use only if amoCRM cannot answer: a list of which somebody may know that it has changed, and that there is none
     * with an id, which somebody may just have created.
     */
    boolean isLastResort(AccountRef account, Held<T> held) {
        return isVoid(account, held) || (held.value() == null && remaining(held).isZero());
    }

    /** A list of which an event says that it may have changed. */
    boolean isVoid(AccountRef account, Held<T> held) {
        return held.generation() != positions.of(account).generation(kind.lists());
    }

    /** Handed out at once while a newer one is fetched. */
    boolean mayBeRevalidated(AccountRef account, Held<T> held) {
        return isOfUse(held)
                && !isLastResort(account, held)
                && held.isYoungerThan(kind.revalidateLife(), clock.instant());
    }

    /** The one of the two to hand out; null when neither has the details. */
    @Nullable
    Held<T> better(@Nullable Held<T> one, @Nullable Held<T> other, Set<Detail> details) {
        Held<T> first = one != null && one.details().containsAll(details) ? one : null;
        Held<T> second = other != null && other.details().containsAll(details) ? other : null;
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        return second.isNewerThan(first) ? second : first;
    }

    /**
     * How amoCRM is asked.
     *
     * @param optional whether everybody who waits has something to go on with, should it not be asked at all
     * @param probes whether it has just not answered, and this is to find out whether it does again
     */
    record Urgency(Priority priority, boolean optional, boolean probes) {}

    /** With the priority of the flight where somebody has nothing to go on with, otherwise with less. */
    Urgency urgency(Flight<I, T> flight, Collection<I> ids, Function<I, @Nullable Held<T>> best) {
        boolean optional = ids.stream().noneMatch(id -> isNeeded(flight, best.apply(id)));
        Priority priority = ids.stream()
                .map(id -> priority(flight, best.apply(id)))
                .min(Comparator.naturalOrder())
                .orElse(flight.priority);
        return new Urgency(
                priority, optional, optional && outages.lasts(flight.account) && outages.mayProbe(flight.account));
    }

    /** With which amoCRM would be asked for this alone. */
    Priority priority(Flight<I, T> flight, @Nullable Held<T> best) {
        if (best == null || isNeeded(flight, best)) {
            return flight.priority;
        }
        Priority least = mayBeRevalidated(flight.account, best) ? Priority.PREFETCH : Priority.REVALIDATION;
        return flight.priority.compareTo(least) > 0 ? flight.priority : least;
    }

    /** Whether who asks has nothing to go on with. */
    boolean isNeeded(Flight<I, T> flight, @Nullable Held<T> best) {
        return best == null || !isOfUse(best) || (isLastResort(flight.account, best) && !outages.lasts(flight.account));
    }

    Duration keptFor(boolean absent) {
        return absent ? absentHardLife : kind.hardLife();
    }
}
