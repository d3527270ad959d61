package camp.elbrusboot.gateway.eventlog;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the log is looked after. */
@ConfigMapping(prefix = "gateway.log")
public interface LogConfig {
    /** How often rows are deleted that are no longer kept. Rarer deletes more at once. */
    @WithDefault("5m")
    Duration sweep();

    /** How long stage changes are kept. Longer lets subscribers go on after a longer absence, and shows more of the past. */
    @WithDefault("90d")
    Duration keep();

    /** How many stage changes of an account are kept at most, a few hundred bytes each. */
    @WithDefault("1000000")
    long most();

    /** How long the bodies of webhooks are kept, which hold personal data, for finding out what amoCRM has sent. */
    @WithDefault("14d")
    Duration keepDeliveries();

    /** Deliveries that wait in a replica to be kept, of all accounts; beyond that they are answered 503. */
    @WithDefault("1000")
    int inbox();

    /**
     * How long keeping them may take, and how long a replica that stands still may keep the others from it. amoCRM itself gives up
     * after two seconds, and comes again.
     */
    @WithDefault("2s")
    Duration patience();
}
