package camp.elbrusboot.gateway.account;

import camp.elbrusboot.gateway.web.Caller;
import camp.elbrusboot.gateway.web.HttpConfig;
import camp.elbrusboot.gateway.web.RareLog;
import camp.elbrusboot.gateway.web.TokenBuckets;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jboss.logging.Logger;

/** How often an address may come to /oauth. */
@ApplicationScoped
class OauthLimits {
    private static final Logger LOG = Logger.getLogger(OauthLimits.class);

    private final MeterRegistry meters;
    private final TokenBuckets rate;
    private final RareLog frequent;

    OauthLimits(OauthConfig config, HttpConfig http, MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.rate = new TokenBuckets(config.rate().perSecond(), config.rate().burst(), http.callers(), clock);
        this.frequent = new RareLog(LOG, clock);
    }

    /** 0 for go on, or the seconds after which to come again. */
    long take(SocketAddress address) {
        long wait = rate.take(Caller.of(address));
        if (wait > 0) {
            meters.counter("gateway.oauth.refused").increment();
            frequent.warn("One address comes to /oauth again and again");
        }
        return wait;
    }
}
