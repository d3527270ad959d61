package camp.elbrusboot.gateway.transport;

import camp.elbrusboot.gateway.transport.Protocol.Close;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** {@code /graphql} for whoever asks for a WebSocket there, in place of SmallRye's handler, which never waits for its clients. */
@ApplicationScoped
class SocketRoute {
    /** Just before the route of plain requests, and after the filters with which Quarkus checks requests. */
    private static final int ORDER = -100;

    private final Desk desk;

    SocketRoute(Desk desk) {
        this.desk = desk;
    }

    void register(@Observes Router router) {
        router.route(HttpRoute.PATH).order(ORDER).handler(request -> {
            if (request.request().headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true)) {
                upgrade(request);
            } else {
                request.next();
            }
        });
    }

    private void upgrade(RoutingContext request) {
        // Vert.x waits for the end of a body before it answers, and may then answer nobody.
        if (hasBody(request.request().headers())) {
            refuse(request, 400);
            return;
        }
        Desk.Visit visit = desk.enter(request);
        if (visit == null) {
            refuse(request, 429);
            return;
        }
        Context loop = Vertx.currentContext();
        request.request()
                .toWebSocket()
                .onSuccess(socket -> open(socket, loop, visit))
                .onFailure(failure -> {
                    visit.leave();
                    if (!request.response().ended()) {
                        refuse(request, 400);
                    }
                });
    }

    private void open(ServerWebSocket socket, Context loop, Desk.Visit visit) {
        if (!Protocol.NAME.equals(socket.subProtocol())) {
            Close why = Close.SUBPROTOCOL_NOT_ACCEPTABLE;
            desk.tally().closed(why);
            socket.closeHandler(closed -> visit.leave());
            socket.pause();
            var unused = socket.close(why.code, why.reason);
            return;
        }
        new Socket(socket, loop, desk, visit).open();
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
}
