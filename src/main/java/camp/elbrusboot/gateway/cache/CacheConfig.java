package camp.elbrusboot.gateway.cache;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/**
 * How long answers of amoCRM are kept. Each kind has two lives: while it is fresh it is the answer; afterwards, until the
 * hard limit, it is better than nothing. Longer saves calls, shorter shows changes that no webhook tells.
 */
@ConfigMapping(prefix = "gateway.cache")
public interface CacheConfig {
    /** Nothing is kept for longer. What events touch is logged for longer than that, so that Redis can catch up. */
    Duration LONGEST = Duration.ofHours(1);

    /** Name, currency and time zone of the account. */
    @WithDefault("10m")
    Duration profile();

    @WithDefault("10m")
    Duration pipelines();

    @WithDefault("2m")
    Duration leads();

    @WithDefault("5m")
    Duration contacts();

    @WithDefault("10m")
    Duration companies();

    /** Which entities a list holds, and in which order; they themselves are kept once, for their own lives. */
    @WithDefault("30s")
    Duration lists();

    /** That amoCRM has none with an id. */
    @WithDefault("30s")
    Duration absent();

    /** The hard limit of what has none of its own. At most {@link #LONGEST}. */
    @WithDefault("1h")
    Duration stale();

    /** Hard limits by kind, instead of {@link #stale}. */
    HardLimits hard();

    /**
     * For how long somebody who has something stale to go on with waits for amoCRM. Longer gives fresher answers when
     * amoCRM is slow, shorter gives them sooner.
     */
    @WithDefault("1s")
    Duration patience();

    /** What may be kept in the memory of the process, estimated; 0 for nothing. */
    @WithDefault("64M")
    MemorySize memory();

    /** Hard limits by kind. */
    interface HardLimits {
        Optional<Duration> profile();

        Optional<Duration> pipelines();

        Optional<Duration> leads();

        Optional<Duration> contacts();

        Optional<Duration> companies();

        Optional<Duration> lists();

        /** That there is none with an id. Anybody can ask for any number of those, so it is shorter than others. */
        @WithDefault("15m")
        Duration absent();
    }
}
