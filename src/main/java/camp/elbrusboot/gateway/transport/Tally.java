package camp.elbrusboot.gateway.transport;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** What is counted of sockets; from the start, as 0 is a count, too. */
@Startup
@ApplicationScoped
class Tally {
    private final MeterRegistry meters;
    private final AtomicInteger sockets;
    private final AtomicInteger operations;

    Tally(MeterRegistry meters) {
        this.meters = meters;
        this.sockets = meters.gauge("gateway.sockets.open", new AtomicInteger());
        this.operations = meters.gauge("gateway.sockets.operations", new AtomicInteger());
    }

    /** How many there are with it. */
    int socketOpens() {
        return sockets.incrementAndGet();
    }

    void socketCloses() {
        sockets.decrementAndGet();
    }

    void operationBegins() {
        operations.incrementAndGet();
    }

    void operationEnds() {
        operations.decrementAndGet();
    }

    /** @param what of which there are too many */
    void refused(String what) {
        meters.counter("gateway.sockets.refused", "limit", what).increment();
    }

    /** By the gateway. */
    void closed(Protocol.Close why) {
        meters.counter("gateway.sockets.closed", "reason", why.name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
