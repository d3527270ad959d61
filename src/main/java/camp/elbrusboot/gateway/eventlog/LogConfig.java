package camp.elbrusboot.gateway.eventlog;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the log is looked after. */
@ConfigMapping(prefix = "gateway.log")
public interface LogConfig {
    /** How often rows are deleted that are for caches alone and too old for them. Rarer deletes more at once. */
    @WithDefault("5m")
    Duration sweep();
}
