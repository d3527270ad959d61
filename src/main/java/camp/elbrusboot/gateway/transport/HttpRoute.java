package camp.elbrusboot.gateway.transport;

import camp.elbrusboot.gateway.access.Caller;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.web.LimitedBody;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@code /graphql} by the specification of GraphQL over HTTP, in place of SmallRye's handler. Queries by POST or GET, and
 * subscriptions as server-sent events.
 */
@ApplicationScoped
class HttpRoute {
    static final String PATH = "/graphql";

    private static final Logger LOG = Logger.getLogger(HttpRoute.class);

    /** Before SmallRye's own. */
    private static final int ORDER = -90;

    private final Desk desk;
    private final RequestsConfig config;
    private final LimitsConfig limits;
    private final Vertx vertx;

    HttpRoute(Desk desk, RequestsConfig config, LimitsConfig limits, Vertx vertx) {
        this.desk = desk;
        this.config = config;
        this.limits = limits;
        this.vertx = vertx;
    }

    void register(@Observes Router router) {
        router.route(PATH).order(ORDER).handler(this::handle);
        if (!limits.introspection()) {
            // The schema as a text would tell what introspection does not.
            router.route(PATH + "/schema.graphql").order(ORDER).handler(request -> request.fail(404));
        }
    }

    private void handle(RoutingContext request) {
        HttpServerRequest http = request.request();
        Context loop = Vertx.currentContext();
        MediaType type = MediaType.wanted(http.headers().getAll(HttpHeaders.ACCEPT));
        // Errors of the request itself are told in JSON to who wants events or nothing that there is.
        HttpAnswer answer =
                new HttpAnswer(request, type == MediaType.GRAPHQL ? MediaType.GRAPHQL : MediaType.JSON, loop);
        boolean post = HttpMethod.POST.equals(http.method());
        if (!post && !HttpMethod.GET.equals(http.method())) {
            http.response().putHeader(HttpHeaders.ALLOW, "GET, POST");
            answer.refuse(405, Request.bad("GraphQL is asked by GET or POST"));
        } else if (type == null) {
            answer.refuse(
                    406,
                    Request.bad("what is accepted is none of application/graphql-response+json,"
                            + " application/json, text/event-stream"));
        } else if (post && !MediaType.isJson(http.getHeader(HttpHeaders.CONTENT_TYPE))) {
            answer.refuse(415, Request.bad("the body has to be application/json in UTF-8"));
        } else if (post && http.headers().contains(HttpHeaders.CONTENT_ENCODING)) {
            answer.refuse(415, Request.bad("the body must not be compressed"));
        } else {
            http.pause();
            admit(request, type, post, answer, loop);
        }
    }

    private void admit(RoutingContext request, MediaType type, boolean post, HttpAnswer answer, Context loop) {
        Map<String, List<String>> headers = Frame.headers(request.request().headers());
        Pass pass = desk.pass(request, Frame.token(headers), loop);
        pass.admit()
                .onItem()
                .transformToUni(
                        caller -> (post ? posted(request) : Uni.createFrom().item(() -> got(request)))
                                .map(asked -> new Admitted(caller, asked)))
                .subscribe()
                .with(
                        admitted -> {
                            if (type == MediaType.EVENTS) {
                                stream(request, admitted, pass, answer, loop);
                            } else {
                                Frame frame = new Frame(admitted.caller(), headers, request.response());
                                Engine.Terms terms = kind -> once(kind, post, request, answer);
                                desk.engine().execute(admitted.asked(), frame, terms, answer);
                            }
                        },
                        failure -> refuse(failure, answer));
    }

    /** @param asked by the caller */
    private record Admitted(Caller caller, Request asked) {}

    /** A link or an image can make a browser send a GET, with whatever it has of the user's. */
    private static void once(Shapes.Kind kind, boolean post, RoutingContext request, HttpAnswer answer) {
        if (kind == Shapes.Kind.SUBSCRIPTION) {
            throw Request.bad("a subscription needs a WebSocket, or Accept: text/event-stream");
        }
        if (kind == Shapes.Kind.MUTATION && !post) {
            request.response().putHeader(HttpHeaders.ALLOW, "POST");
            answer.insist(405);
            throw Request.bad("a mutation is asked by POST");
        }
    }

    private void stream(RoutingContext request, Admitted admitted, Pass pass, HttpAnswer answer, Context loop) {
        if (request.response().closed()) {
            return;
        }
        Desk.Visit visit = desk.enter(request);
        if (visit == null) {
            answer.refuse(429, new CrmException(CrmErrorCode.TOO_MANY_OPERATIONS, "too many connections are open"));
            return;
        }
        EventStream.open(request.response(), loop, desk, visit, pass, admitted.caller(), admitted.asked());
    }

    private Uni<Request> posted(RoutingContext request) {
        return LimitedBody.of(request.request(), config.maxBody(), config.maxWait(), vertx)
                .map(HttpRoute::parsed);
    }

    private static Request parsed(byte[] body) {
        JsonObject parameters = parse(body);
        if (parameters == null) {
            throw Request.bad("the body is not a JSON object in UTF-8; there are no batches");
        }
        return Request.of(parameters);
    }

    private static @Nullable JsonObject parse(byte[] body) {
        try {
            return Json.object(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString());
        } catch (CharacterCodingException notText) {
            return null;
        }
    }

    private static Request got(RoutingContext request) {
        try {
            return QueryString.request(request.queryParams(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            throw Request.bad("the query string cannot be decoded");
        }
    }

    private void refuse(Throwable failure, HttpAnswer answer) {
        if (failure instanceof CrmException why) {
            answer.refuse(status(why.code()), why);
        } else if (failure instanceof LimitedBody.TooLarge) {
            answer.refuse(413, Request.bad("the body is larger than " + config.maxBody() + " bytes"));
        } else if (failure instanceof LimitedBody.TooSlow) {
            answer.refuse(408, Request.bad("the body did not arrive in time"));
        } else if (!(failure instanceof LimitedBody.Gone)) {
            LOG.error("A request failed in a way that nobody foresaw", failure);
            answer.refuse(500, Errors.internal());
        }
    }

    private static int status(CrmErrorCode code) {
        return switch (code) {
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case BAD_REQUEST -> 400;
            default -> code.retryable() ? 503 : 500;
        };
    }
}
