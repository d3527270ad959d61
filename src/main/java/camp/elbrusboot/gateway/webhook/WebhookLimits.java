package camp.elbrusboot.gateway.webhook;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.web.Caller;
import camp.elbrusboot.gateway.web.HttpConfig;
import camp.elbrusboot.gateway.web.Networks;
import camp.elbrusboot.gateway.web.RareLog;
import camp.elbrusboot.gateway.web.TokenBuckets;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * How often, and where from. Who knows the key of an account is counted for the account, everybody else for the address: so
 * nobody uses up what is meant for amoCRM without the key, from wherever it comes.
 */
@ApplicationScoped
class WebhookLimits {
    private static final Logger LOG = Logger.getLogger(WebhookLimits.class);

    private final WebhookConfig config;
    private final MeterRegistry meters;
    private final TokenBuckets deliveries;
    private final TokenBuckets strangers;
    private final Optional<Networks> networks;
    private final RareLog frequent;
    private final RareLog strange;

    WebhookLimits(WebhookConfig config, HttpConfig http, MeterRegistry meters, Clock clock) {
        this.config = config;
        this.meters = meters;
        this.deliveries =
                new TokenBuckets(config.rate().perSecond(), config.rate().burst(), http.callers(), clock);
        this.strangers = new TokenBuckets(
                config.strangers().perSecond(), config.strangers().burst(), http.callers(), clock);
        this.networks = config.networks().map(Networks::of);
        this.frequent = new RareLog(LOG, clock);
        this.strange = new RareLog(LOG, clock);
    }

    boolean isFromWithin(SocketAddress address) {
        return networks.isEmpty() || networks.get().contain(address);
    }

    /** 0 for go on, or the seconds after which to come again. */
    long delivery(AccountRef account) {
        long wait = deliveries.take(account);
        if (wait > 0) {
            refused("account");
            frequent.warn("Account " + account + ": webhooks beyond "
                    + config.rate().perSecond() + " in a second were refused");
        }
        return wait;
    }

    /** The same for a request that has the key wrong, or anything else. */
    long stranger(SocketAddress address) {
        long wait = strangers.take(Caller.of(address));
        if (wait > 0) {
            refused("stranger");
            strange.warn("One address asks for the webhooks of this gateway again and again without the key of one");
        }
        return wait;
    }

    private void refused(String limit) {
        meters.counter("gateway.webhook.refused", "limit", limit).increment();
    }
}
