package camp.elbrusboot.gateway.transport;

import io.quarkus.arc.Arc;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.smallrye.graphql.runtime.SmallRyeGraphQLAbstractHandler;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** {@code /graphql} for whoever asks for a WebSocket there, in place of SmallRye's handler, which never waits for its clients. */
@ApplicationScoped
class SocketRoute {
    private static final String PATH = "/graphql";

    private final CurrentVertxRequest requests;
    private final SocketsConfig config;
    private final Answers answers;
    private final Tally tally;
    private final Clock clock;

    private final Map<String, Integer> byCaller = new ConcurrentHashMap<>();

    SocketRoute(CurrentVertxRequest requests, SocketsConfig config, Answers answers, Tally tally, Clock clock) {
        this.requests = requests;
        this.config = config;
        this.answers = answers;
        this.tally = tally;
        this.clock = clock;
    }

    void register(@Observes Router router) {
        // Before SmallRye's own.
        router.route(PATH).order(Integer.MIN_VALUE).handler(new Upgrade());
    }

    /** Within SmallRye's frame for requests, so that resolvers find around them what they find over HTTP. */
    private final class Upgrade extends SmallRyeGraphQLAbstractHandler {
        Upgrade() {
            super(Arc.container().instance(CurrentIdentityAssociation.class).get(), requests, false);
        }

        @Override
        public void handle(RoutingContext request) {
            if (request.request().headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true)) {
                super.handle(request);
            } else {
                request.next();
            }
        }

        @Override
        protected void doHandle(RoutingContext request) {
            String caller = caller(request.request().remoteAddress());
            if (!enter(caller)) {
                request.response()
                        .setStatusCode(429)
                        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain")
                        .end("Too many connections");
                return;
            }
            Engine engine = new Engine(getExecutionService(), getMetaData(request));
            Context loop = Vertx.currentContext();
            request.request()
                    .toWebSocket()
                    .onSuccess(socket -> open(socket, loop, engine, caller))
                    .onFailure(refused -> leave(caller));
        }

        private void open(ServerWebSocket socket, Context loop, Engine engine, String caller) {
            if (!Protocol.NAME.equals(socket.subProtocol())) {
                Protocol.Close why = Protocol.Close.SUBPROTOCOL_NOT_ACCEPTABLE;
                tally.closed(why);
                socket.closeHandler(closed -> leave(caller));
                var unused = socket.close(why.code, why.reason);
                return;
            }
            new Socket(socket, loop, clock, config, engine, answers, tally, () -> leave(caller)).open();
        }
    }

    private static String caller(SocketAddress address) {
        String host = address == null ? null : address.hostAddress();
        return host == null ? "" : host;
    }

    private boolean enter(String caller) {
        int all = tally.socketOpens();
        int ofCaller = byCaller.merge(caller, 1, Integer::sum);
        if (all <= config.most() && ofCaller <= config.perCaller()) {
            return true;
        }
        leave(caller);
        tally.refused(all > config.most() ? "sockets" : "caller");
        return false;
    }

    private void leave(String caller) {
        byCaller.computeIfPresent(caller, (c, count) -> count == 1 ? null : count - 1);
        tally.socketCloses();
    }
}
