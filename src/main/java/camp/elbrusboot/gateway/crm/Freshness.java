package camp.elbrusboot.gateway.crm;

import java.time.Instant;

/** Hears how old the data are that a reader hands out. May be told by several threads at once; must not fail. */
@FunctionalInterface
public interface Freshness {
    /** For readings of which nobody asks how old they are. */
    Freshness UNOBSERVED = (readAt, stale, source) -> {};

    /**
     * Something was handed out.
     *
     * @param readAt when amoCRM was asked for it
     * @param stale whether it is older than it should be
     */
    void observed(Instant readAt, boolean stale, Source source);

    /** Where an answer came from, the nearest first. */
    enum Source {
        /** The memory of the process. */
        MEMORY,
        REDIS,
        AMOCRM
    }
}
