package camp.elbrusboot.gateway.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.time.Clock;
import org.jboss.logging.Logger;

/**
 * Stands at each port and gives every connection its {@link Gate}. Neither Quarkus nor Vert.x has a deadline for the head of a
 * request, nor lets one near a connection before its first: so this takes its place in Netty's server channels themselves.
 */
@ApplicationScoped
class Doorkeeper {
    private static final Logger LOG = Logger.getLogger(Doorkeeper.class);

    private final VertxInternal vertx;
    private final Door door;

    Doorkeeper(Vertx vertx, HttpConfig config, MeterRegistry meters, Clock clock) {
        this.vertx = (VertxInternal) vertx;
        this.door = new Door(config, meters, new RareLog(LOG, clock));
    }

    void routes(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::begun);
    }

    void management(@Observes ManagementInterface management) {
        management.router().route().order(Integer.MIN_VALUE).handler(this::begun);
    }

    /** Dev mode starts the application anew behind ports that stay open. */
    void started(@Observes StartupEvent event) {
        guard();
    }

    void listening(@ObservesAsync HttpServerStart event) {
        guard();
    }

    void listening(@ObservesAsync HttpsServerStart event) {
        guard();
    }

    void stopping(@Observes ShutdownEvent event) {
        door.leave();
    }

    private void guard() {
        for (EventExecutor executor : vertx.getAcceptorEventLoopGroup()) {
            if (executor instanceof SingleThreadEventLoop loop) {
                // Each loop knows its channels, and shows them on its own thread alone.
                loop.execute(() -> loop.registeredChannelsIterator().forEachRemaining(this::guard));
            }
        }
    }

    private void guard(Channel channel) {
        if (channel instanceof ServerChannel && channel.pipeline().get(Door.class) == null) {
            channel.pipeline().addFirst(door);
        }
    }

    private void begun(RoutingContext request) {
        if (request.request().version() == HttpVersion.HTTP_2) {
            // What nobody reads would keep the window of the whole connection.
            request.addEndHandler(end -> {
                if (!request.request().isEnded()) {
                    request.request().resume();
                }
            });
        }
        Channel channel = ((ConnectionBase) request.request().connection()).channel();
        Gate gate = channel.pipeline().get(Gate.class);
        if (gate == null) {
            // The port of the management has no event of its own; its first request tells of it.
            Channel port = channel.parent();
            if (port != null && port.pipeline().get(Door.class) == null) {
                port.eventLoop().execute(() -> guard(port));
            }
        } else {
            gate.begun(request.request(), channel);
        }
        request.next();
    }
}
