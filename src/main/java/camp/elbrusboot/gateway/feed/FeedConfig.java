package camp.elbrusboot.gateway.feed;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How events travel from the log to subscribers. */
@ConfigMapping(prefix = "gateway.feed")
public interface FeedConfig {
    /** How long a change may wait when its notification is lost. Shorter asks PostgreSQL more often. */
    @WithDefault("1s")
    Duration poll();

    /** Events read at once. */
    @WithDefault("500")
    int batch();

    /**
     * Newest stage changes that are held in memory for each account, so that subscribers who keep up do not read the log.
     * Each takes some hundred bytes.
     */
    @WithDefault("1024")
    int window();
}
