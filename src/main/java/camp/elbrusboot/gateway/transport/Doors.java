package camp.elbrusboot.gateway.transport;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many connections stay open, sockets and event streams together: of all callers, and of each address. */
@ApplicationScoped
class Doors {
    private final SocketsConfig config;
    private final Tally tally;
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();

    Doors(SocketsConfig config, Tally tally) {
        this.config = config;
        this.tally = tally;
    }

    /** Whether there is room for another; if so, {@link #leave} has to follow. */
    boolean enter(String address) {
        int all = tally.socketOpens();
        int ofAddress = byAddress.merge(address, 1, Integer::sum);
        if (all <= config.most() && ofAddress <= config.perCaller()) {
            return true;
        }
        leave(address);
        tally.refused(all > config.most() ? "sockets" : "caller");
        return false;
    }

    void leave(String address) {
        byAddress.computeIfPresent(address, (a, count) -> count == 1 ? null : count - 1);
        tally.socketCloses();
    }
}
