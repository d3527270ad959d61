package camp.elbrusboot.gateway.transport;

import io.quarkus.arc.Arc;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.smallrye.graphql.runtime.SmallRyeGraphQLAbstractHandler;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
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

    /** Just before SmallRye's own, and after the filters with which Quarkus checks requests. */
    private static final int ORDER = -100;

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
        router.route(PATH).order(ORDER).handler(new Upgrade());
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
            // Vert.x waits for the end of a body before it answers, and may then answer nobody.
            if (hasBody(request.request().headers())) {
                refuse(request, 400);
                return;
            }
            String caller = caller(request.request().remoteAddress());
            if (!enter(caller)) {
                refuse(request, 429);
                return;
            }
            Engine engine = new Engine(getExecutionService(), getMetaData(request));
            Context loop = Vertx.currentContext();
            request.request()
                    .toWebSocket()
                    .onSuccess(socket -> open(socket, loop, engine, caller))
                    .onFailure(failure -> {
                        leave(caller);
                        if (!request.response().ended()) {
                            refuse(request, 400);
                        }
                    });
        }

        private void open(ServerWebSocket socket, Context loop, Engine engine, String caller) {
            if (!Protocol.NAME.equals(socket.subProtocol())) {
                Protocol.Close why = Protocol.Close.SUBPROTOCOL_NOT_ACCEPTABLE;
                tally.closed(why);
                socket.closeHandler(closed -> leave(caller));
                socket.pause();
                var unused = socket.close(why.code, why.reason);
                return;
            }
            new Socket(socket, loop, clock, config, engine, answers, tally, () -> leave(caller)).open();
        }
    }

    private static boolean hasBody(MultiMap headers) {
        String length = headers.get(HttpHeaders.CONTENT_LENGTH);
        return headers.contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
    }

    private static void refuse(RoutingContext request, int status) {
        request.response()
                .putHeader(HttpHeaders.CONNECTION, "close")
                .setStatusCode(status)
                .end();
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
