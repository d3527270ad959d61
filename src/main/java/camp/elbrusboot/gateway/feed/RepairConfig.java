package camp.elbrusboot.gateway.feed;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How what webhooks have missed is made good from amoCRM's event feed, and how the webhook is watched. */
@ConfigMapping(prefix = "gateway.repair")
public interface RepairConfig {
    /** Without it a change that no webhook tells of is never heard of. */
    @WithDefault("true")
    boolean enabled();

    /**
     * From one pass to the next, over all replicas. Each costs a call at least. A replica that is killed is replaced
     * after twice as long.
     */
    @WithDefault("1m")
    Duration interval();

    /** How long ago a change must be to be looked for: less, and changes are taken for missed whose webhook is on its way. */
    @WithDefault("5s")
    Duration lag();

    /**
     * How late amoCRM may list an event, and how far its clock may be behind ours. Each pass reads as much anew: more of it
     * costs calls, less may miss events.
     */
    @WithDefault("5m")
    Duration overlap();

    /** How far back is read after an outage of all replicas. What is older is skipped, and the log says so. */
    @WithDefault("7d")
    Duration reach();

    /** Pages of up to 100 events that one pass may read; the next one goes on from there. Held in memory meanwhile. */
    @WithDefault("20")
    int pages();

    /** How often the webhook's subscription is looked at. */
    @WithDefault("5m")
    Duration watch();

    /** Whether a webhook that is missing or switched off is subscribed anew; needs {@code gateway.webhook.public-url}. */
    @WithDefault("false")
    boolean resubscribe();
}
