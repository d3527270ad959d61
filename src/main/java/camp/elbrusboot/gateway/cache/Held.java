package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.Detail;
import camp.elbrusboot.gateway.crm.Freshness;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that was read from amoCRM.
 *
 * @param value null where amoCRM has none
 * @param readAt when amoCRM was asked, or a little before
 * @param updatedAt amoCRM's own time of the last change in seconds; 0 where there is none
 * @param details that it was asked for
 * @param generation of the lists, as this replica counts, when it was read; another one voids a list. 0 for no list
 * @param weight of it in memory, in bytes, estimated
 * @param source where it was found
 */
record Held<T>(
        @Nullable T value,
        Instant readAt,
        long updatedAt,
        Set<Detail> details,
        long generation,
        int weight,
        Freshness.Source source) {

    /** A generation that none is. */
    static final long VOID = -1;

    Held<T> from(Freshness.Source other) {
        return source == other ? this : new Held<>(value, readAt, updatedAt, details, generation, weight, other);
    }

    boolean isYoungerThan(Duration life, Instant now) {
        return now.isBefore(readAt.plus(life));
    }

    /** Whether this was true after the other: by amoCRM's own time, else by when it was asked. */
    boolean isNewerThan(@Nullable Held<?> other) {
        if (other == null) {
            return true;
        }
        boolean tells = updatedAt != other.updatedAt && updatedAt != 0 && other.updatedAt != 0;
        return tells ? updatedAt > other.updatedAt : readAt.isAfter(other.readAt);
    }

    /** Contents may be personal data. */
    @Override
    public String toString() {
        return "Held[" + readAt + "]";
    }
}
