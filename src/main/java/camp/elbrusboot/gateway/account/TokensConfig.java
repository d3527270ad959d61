package camp.elbrusboot.gateway.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How tokens are kept. */
@ConfigMapping(prefix = "gateway.tokens")
public interface TokensConfig {
    /**
     * Keys for tokens at rest, each {@code name:base64 of 32 bytes}. The first encrypts; all of them decrypt. To
     * rotate, with several replicas: add the new one at the end everywhere, then put it in front everywhere, then drop
     * the old one once the log says that nothing is under it.
     */
    Optional<List<String>> keys();

    /** For how long amoCRM is not asked again for a token that it has refused: longer spares it, shorter recovers sooner. */
    @WithDefault("30s")
    Duration refusalLasts();

    /** Token calls under way at once; each holds a connection to PostgreSQL. */
    @WithDefault("4")
    int atOnce();

    /** How long before a chain's end of life the log and the health check begin to warn. */
    @WithDefault("14d")
    Duration warnAhead();

    /** How long an administrator may take to consent, from {@code /oauth/connect} to the callback. */
    @WithDefault("10m")
    Duration stateLives();
}
