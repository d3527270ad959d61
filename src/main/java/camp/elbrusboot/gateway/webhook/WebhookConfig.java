package camp.elbrusboot.gateway.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Limits of the webhook's address. */
@ConfigMapping(prefix = "gateway.webhook")
public interface WebhookConfig {
    /** The gateway's own address as amoCRM reaches it, {@code https://gateway.example}; for subscribing webhooks alone. */
    Optional<String> publicUrl();

    /** The largest body that is read, in bytes. amoCRM's own are some kilobytes. */
    @WithDefault("1048576")
    int maxBody();

    /** How long a body may take to arrive. amoCRM itself gives up after two seconds. */
    @WithDefault("10s")
    Duration maxWait();
}
