package camp.elbrusboot.gateway.budget;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the fleet treats amoCRM. */
@ConfigMapping(prefix = "gateway.upstream")
public interface BudgetConfig {
    /** Requests in any second, of one integration, by all replicas together. amoCRM allows 7. */
    @WithDefault("7")
    int requestsPerSecond();

    /** How long a call waits for its turn before it is refused. Longer answers more, later. */
    @WithDefault("15s")
    Duration maxWait();

    /** Calls that wait, of one integration in one replica; beyond that the least urgent is refused. */
    @WithDefault("200")
    int queue();

    /**
     * How many replicas share the allowance at least: without Redis each keeps to its part. Redis counts them, too; the
     * larger number holds.
     */
    @WithDefault("1")
    int replicas();

    /**
     * The longest that a call is reckoned to be on its way to amoCRM; a slot is in use for so long and a second when no answer
     * comes sooner. More than a network takes, for a machine that is out of breath holds calls back; less lets more calls
     * through while amoCRM is slow.
     */
    @WithDefault("3s")
    Duration transit();
}
