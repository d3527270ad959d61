package camp.elbrusboot.gateway.cache;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long answers of amoCRM are kept in Redis. Longer saves calls, shorter shows changes that no webhook tells. */
@ConfigMapping(prefix = "gateway.cache")
public interface CacheConfig {
    @WithDefault("10m")
    Duration pipelines();

    @WithDefault("2m")
    Duration leads();

    @WithDefault("5m")
    Duration contacts();

    /** Which leads a list holds, and in which order; the leads themselves are kept once, for {@link #leads}. */
    @WithDefault("30s")
    Duration lists();
}
