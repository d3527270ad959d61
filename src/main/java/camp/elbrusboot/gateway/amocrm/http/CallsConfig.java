package camp.elbrusboot.gateway.amocrm.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * How long calls that read may take, and how often they are repeated after failures that may pass: 429, 5xx but 504, no
 * connection.
 */
@ConfigMapping(prefix = "gateway.calls")
public interface CallsConfig {
    /** From the sending of a call to the last byte of its answer. amoCRM can take long over filters. */
    @WithDefault("20s")
    Duration timeout();

    /** Attempts altogether. More answers more while amoCRM stumbles, and loads it more. */
    @WithDefault("3")
    int attempts();

    /** Before the second attempt; doubled before each further one, and up to half longer at random. */
    @WithDefault("1s")
    Duration firstPause();

    /** No attempt begins later than this after the first. */
    @WithDefault("20s")
    Duration patience();

    /**
     * For a whole reading, of however many calls: pages, parts, halves after time-outs. Less and lists that take many
     * calls are not answered while the allowance is short; more and callers wait longer for nothing.
     */
    @WithDefault("60s")
    Duration deadline();
}
