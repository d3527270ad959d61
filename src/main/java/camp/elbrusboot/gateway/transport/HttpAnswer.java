package camp.elbrusboot.gateway.transport;

import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.web.LimitedBody;
import camp.elbrusboot.gateway.web.TraceIds;
import graphql.ExecutionResult;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;
import org.reactivestreams.Publisher;

/** One answer over HTTP, with the status that belongs to it (GraphQL over HTTP, 7). */
final class HttpAnswer implements Engine.Outcome {
    private static final Logger LOG = Logger.getLogger(HttpAnswer.class);
    private static final CharSequence CHALLENGE = HttpHeaders.createOptimized("WWW-Authenticate");

    private final RoutingContext request;
    private final MediaType type;
    private final Context loop;
    private int insisted;

    HttpAnswer(RoutingContext request, MediaType type, Context loop) {
        this.request = request;
        this.type = type;
        this.loop = loop;
    }

    @Override
    public void answer(ExecutionResult answer) {
        send(200, answer);
    }

    /** A refusal of the document is one of the request this time, whatever the client understands. */
    void insist(int status) {
        insisted = status;
    }

    /** For clients from before, what comes of a document is no matter of the status. */
    @Override
    public void refusal(ExecutionResult errors) {
        send(insisted > 0 ? insisted : type == MediaType.JSON ? 200 : status(errors), errors);
    }

    private static int status(ExecutionResult errors) {
        boolean ours = errors.getErrors().stream()
                .anyMatch(error -> error.getExtensions() != null
                        && CrmErrorCode.INTERNAL
                                .name()
                                .equals(error.getExtensions().get("code")));
        return ours ? 500 : 400;
    }

    /** The route lets no subscription get as far as that. */
    @Override
    public void stream(Publisher<ExecutionResult> stream) {
        refuse(400, Request.bad("a subscription needs a WebSocket or Accept: text/event-stream"));
    }

    /** The request itself is no good: whatever the client understands, the status says so. */
    void refuse(int status, CrmException why) {
        String traceId = TraceIds.of(request.request().getHeader("traceparent"));
        LOG.debugf("Request %s: %d, %s: %s", traceId, status, why.code(), why.getMessage());
        send(status, Errors.refusal(why, traceId));
    }

    private void send(int status, ExecutionResult result) {
        String text = Replies.text(result);
        loop.runOnContext(turn -> write(status, text));
    }

    private void write(int status, String text) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        if (status == 401) {
            response.putHeader(CHALLENGE, "Bearer");
        }
        if (status == 413 || status == 408) {
            LimitedBody.hangUp(request.request(), loop.owner());
        }
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, type.contentType())
                .end(text);
    }
}
