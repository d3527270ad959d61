package camp.elbrusboot.gateway.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of {@code /oauth/callback} and {@code /oauth/disabled}. */
@ConfigMapping(prefix = "gateway.oauth")
public interface OauthConfig {
    /** Of each address; behind a proxy, for the proxy. */
    Rate rate();

    /** What is beyond it is answered 429. People and amoCRM come once in a while. */
    interface Rate {
        /** Requests in a second in the long run. */
        @WithDefault("5")
        int perSecond();

        /** How many at once after a pause. */
        @WithDefault("20")
        int burst();
    }
}
