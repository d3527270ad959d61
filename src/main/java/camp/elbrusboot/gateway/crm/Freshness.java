package camp.elbrusboot.gateway.crm;

import java.time.Duration;
import java.time.Instant;

/** Hears how old the data are that a reader hands out. May be told by several threads at once; must not fail. */
@FunctionalInterface
public interface Freshness {
    /** For readings of which nobody asks how old they are. */
    Freshness UNOBSERVED = (readAt, stale, remaining, source) -> {};

    /**
     * Something was handed out.
     *
     * @param readAt when amoCRM was asked for it
     * @param stale whether it is older than it should be
     * @param remaining for how long from now on it will not be stale; not positive where it is
     */
    void observed(Instant readAt, boolean stale, Duration remaining, Source source);

    /** Where an answer came from, the nearest first. */
    enum Source {
        /** The memory of the process. */
        MEMORY,
        REDIS,
        AMOCRM
    }
}
