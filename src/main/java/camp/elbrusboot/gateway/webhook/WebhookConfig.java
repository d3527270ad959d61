package camp.elbrusboot.gateway.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
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

    /** Networks that webhooks are taken from, as {@code 192.0.2.0/24} or {@code 2001:db8::/32}; without it, all. */
    Optional<List<String>> networks();

    /** Of each account, to who knows its key. */
    AccountRate rate();

    /** Of each address, to who does not know the key. */
    StrangerRate strangers();

    /** What is beyond it is answered 429, and amoCRM switches a webhook off that has refused too often: rather more. */
    interface AccountRate {
        /** Webhooks in a second that are taken in the long run. */
        @WithDefault("100")
        int perSecond();

        /** How many are taken at once after a pause; a change of many entities in amoCRM's lists is told of one by one. */
        @WithDefault("2000")
        int burst();
    }

    /** Webhooks with the right key are taken from an address beyond it, too: a proxy may stand for everybody. */
    interface StrangerRate {
        /** Requests in a second that are answered 404 in the long run; beyond it 429. */
        @WithDefault("5")
        int perSecond();

        /** How many at once after a pause. */
        @WithDefault("50")
        int burst();
    }
}
