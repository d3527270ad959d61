package camp.elbrusboot.gateway.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How this process treats amoCRM. */
@ConfigMapping(prefix = "gateway.upstream")
public interface UpstreamConfig {
    /** Requests in any second. amoCRM allows 7 to an integration; more replicas than one have to share them. */
    @WithDefault("7")
    int requestsPerSecond();

    /**
     * How long a call waits for its turn before the caller is refused. It bounds the queue too: no more than this many
     * seconds times {@link #requestsPerSecond} calls wait. Longer answers more, later.
     */
    @WithDefault("15s")
    Duration maxWait();
}
