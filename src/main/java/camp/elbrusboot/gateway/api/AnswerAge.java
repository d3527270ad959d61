package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.Freshness;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How old the data of an answer are: as old as the oldest of them. */
final class AnswerAge implements Freshness {
    private final Clock clock;
    private @Nullable Oldest oldest;

    AnswerAge(Clock clock) {
        this.clock = clock;
    }

    /**
     * The answer as a whole.
     *
     * @param stale whether any part of it is
     * @param source of the oldest part
     * @param freshUntil when the first part of it will be stale
     */
    record Oldest(Instant readAt, boolean stale, Source source, Instant freshUntil) {}

    @Override
    public synchronized void observed(Instant readAt, boolean stale, Duration remaining, Source source) {
        Instant until = clock.instant().plus(remaining);
        Oldest before = oldest;
        oldest = before == null
                ? new Oldest(readAt, stale, source, until)
                : new Oldest(
                        readAt.isBefore(before.readAt) ? readAt : before.readAt,
                        stale || before.stale,
                        readAt.isBefore(before.readAt) ? source : before.source,
                        until.isBefore(before.freshUntil) ? until : before.freshUntil);
    }

    /** Empty where nothing has been read. */
    synchronized Optional<Oldest> oldest() {
        return Optional.ofNullable(oldest);
    }
}
