package camp.elbrusboot.gateway.eventlog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far amoCRM's event feed has been read.
 *
 * @param nextFrom everything before it has been read, and cannot come late any more
 * @param seenUntil the end of the last window that was read to its end
 * @param openUntil the end of a window that is read in part, beginning at {@code nextFrom}; null where there is none
 * @param nextPage of that window; 1 where there is none
 */
public record RepairProgress(
        Instant nextFrom, Instant seenUntil, @Nullable Instant openUntil, int nextPage) {

    /** A window was read to its end. */
    public RepairProgress closed(Instant until, Instant from) {
        return new RepairProgress(from, until, null, 1);
    }

    /** A window was read up to this page. */
    public RepairProgress open(Instant until, int page) {
        return new RepairProgress(nextFrom, seenUntil, until, page);
    }
}
