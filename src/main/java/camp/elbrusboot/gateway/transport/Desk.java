package camp.elbrusboot.gateway.transport;

import camp.elbrusboot.gateway.access.Gatekeeper;
import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What every connection needs. */
@ApplicationScoped
class Desk {
    private final Engine engine;
    private final Answers answers;
    private final Gatekeeper gatekeeper;
    private final Doors doors;
    private final SocketsConfig sockets;
    private final Tally tally;
    private final Clock clock;

    Desk(
            Engine engine,
            Answers answers,
            Gatekeeper gatekeeper,
            Doors doors,
            SocketsConfig sockets,
            Tally tally,
            Clock clock) {
        this.engine = engine;
        this.answers = answers;
        this.gatekeeper = gatekeeper;
        this.doors = doors;
        this.sockets = sockets;
        this.tally = tally;
        this.clock = clock;
    }

    /** A connection that stays, for as long as it does. */
    static final class Visit {
        private final RoutingContext request;
        private final Map<String, List<String>> headers;
        private final Runnable left;
        private boolean over;

        private Visit(RoutingContext request, Runnable left) {
            this.request = request;
            this.headers = Frame.headers(request.request().headers());
            this.left = left;
        }

        /** With which it began. */
        RoutingContext request() {
            return request;
        }

        Map<String, List<String>> headers() {
            return headers;
        }

        /** Any number of times. */
        synchronized void leave() {
            if (!over) {
                over = true;
                left.run();
            }
        }
    }

    /** Null when there are too many connections. */
    @Nullable
    Visit enter(RoutingContext request) {
        String address = camp.elbrusboot.gateway.web.Caller.of(request.request().remoteAddress());
        return doors.enter(address) ? new Visit(request, () -> doors.leave(address)) : null;
    }

    Pass pass(RoutingContext request, Optional<String> token, Context loop) {
        return new Pass(gatekeeper, clock, sockets.recheck(), request, token, loop);
    }

    Engine engine() {
        return engine;
    }

    Answers answers() {
        return answers;
    }

    SocketsConfig sockets() {
        return sockets;
    }

    Tally tally() {
        return tally;
    }

    Clock clock() {
        return clock;
    }
}
