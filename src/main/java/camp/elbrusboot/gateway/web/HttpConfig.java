package camp.elbrusboot.gateway.web;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

/** What connections may do before anybody looks at their requests. */
@ConfigMapping(prefix = "gateway.http")
public interface HttpConfig {
    /**
     * How long the head of a request may take to arrive: of a connection's first one since it was opened, of a later one since
     * its first byte. And how long, once it is answered, the rest of a body that nobody reads.
     */
    @WithDefault("10s")
    Duration head();

    /** Connections open at once from one address, of IPv6 from one /64; behind a proxy that is the proxy's. Without it, any number. */
    OptionalInt connectionsPerAddress();

    /** Addresses whose requests are counted for the rates; the longest unseen is forgotten beyond it. */
    @WithDefault("20000")
    int callers();
}
