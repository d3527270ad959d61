package camp.elbrusboot.gateway.cache;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long answers of amoCRM are kept in Redis. Longer saves calls, shorter shows changes that no webhook tells. */
@ConfigMapping(prefix = "gateway.cache")
public interface CacheConfig {
    /** Nothing is kept for longer: what looks back for missed evictions relies on it. */
    Duration LONGEST = Duration.ofHours(1);

    /** Lists are voided by a mark, which outlives them. */
    Duration LONGEST_LIST = Duration.ofMinutes(2);

    @WithDefault("10m")
    Duration pipelines();

    @WithDefault("2m")
    Duration leads();

    @WithDefault("5m")
    Duration contacts();

    /** Which leads a list holds, and in which order; the leads themselves are kept once, for {@link #leads}. */
    @WithDefault("30s")
    Duration lists();

    /**
     * How long pipelines, leads and contacts are kept for when amoCRM cannot be asked: then what is older than the lives
     * above is better than nothing. At most {@link #LONGEST}.
     */
    @WithDefault("1h")
    Duration stale();
}
