package camp.elbrusboot.gateway.transport;

import camp.elbrusboot.gateway.access.Caller;
import camp.elbrusboot.gateway.web.LimitedBody;
import graphql.ExecutionResult;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;

/**
 * One operation over server-sent events: the distinct connections of {@code graphql-sse} (enisdenjo/graphql-sse, PROTOCOL.md).
 * A comment now and then keeps proxies from ending a connection on which nothing happens.
 */
final class EventStream extends Channel {
    private static final String HEARTBEAT = ":\n\n";

    private final HttpServerResponse response;
    private final Desk desk;
    private final Desk.Visit visit;
    private final Pass pass;
    private final Operation operation;
    private final long timer;
    private boolean over;
    private Instant lastSign;

    private EventStream(HttpServerResponse response, Context loop, Desk desk, Desk.Visit visit, Pass pass) {
        super(loop, new Wire(response), desk.answers());
        this.response = response;
        this.desk = desk;
        this.visit = visit;
        this.pass = pass;
        this.operation = new Operation("", new Events(), this);
        this.lastSign = desk.clock().instant();
        this.timer = loop.owner().setPeriodic(desk.sockets().ping().toMillis(), tick -> run(this::beat));
    }

    private record Wire(HttpServerResponse response) implements Outbox.Line {
        @Override
        public boolean isClosed() {
            return response.closed() || response.ended();
        }

        @Override
        public boolean isFull() {
            return response.writeQueueFull();
        }

        @Override
        public void write(String text) {
            var unused = response.write(text);
        }
    }

    /** JSON as it is written here has no line ends, which would end the data. */
    private static final class Events implements Replies {
        private static final String COMPLETE = "event: complete\ndata:\n\n";

        @Override
        public String next(String answer) {
            return "event: next\ndata: " + answer + "\n\n";
        }

        @Override
        public String refusal(ExecutionResult errors) {
            return next(Replies.text(errors)) + COMPLETE;
        }

        @Override
        public String complete() {
            return COMPLETE;
        }
    }

    /** On the loop of the response. */
    static void open(
            HttpServerResponse response,
            Context loop,
            Desk desk,
            Desk.Visit visit,
            Pass pass,
            Caller caller,
            Request request) {
        EventStream stream = new EventStream(response, loop, desk, visit, pass);
        response.setStatusCode(200)
                .setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, MediaType.EVENTS.contentType())
                // An event is old when the next one is there; and so that proxies pass on each as it comes.
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Accel-Buffering", "no")
                .setWriteQueueMaxSize(desk.sockets().queue());
        response.drainHandler(drained -> stream.run(stream::drained));
        response.exceptionHandler(fault -> stream.run(stream::closed));
        response.closeHandler(closed -> stream.run(stream::closed));
        // Nothing tells of an end that has been before.
        if (response.closed()) {
            stream.closed();
            return;
        }
        // The head goes out before there is any event.
        var unused = response.write(HEARTBEAT);
        pass.watch(caller, stream::expel);
        desk.tally().operationBegins();
        desk.engine()
                .execute(
                        request,
                        new Frame(caller, visit.headers(), null),
                        anyKind -> {},
                        stream.outcome(stream.operation));
    }

    private void drained() {
        lastSign = desk.clock().instant();
        outbox.flush();
    }

    private void beat() {
        if (over) {
            return;
        }
        if (response.closed()) {
            closed();
        } else if (!response.writeQueueFull()) {
            lastSign = desk.clock().instant();
            var unused = response.write(HEARTBEAT);
        } else if (lastSign.plus(desk.sockets().silence()).isBefore(desk.clock().instant())) {
            desk.tally().closed(Protocol.Close.SILENT);
            cut();
        }
    }

    /** Without "complete": a client takes that for a failure, and comes again with what it has now. */
    private void expel() {
        desk.tally().closed(Protocol.Close.FORBIDDEN);
        cut();
    }

    /** At once: who does not read would not be reached by anything that waits for its turn. */
    private void cut() {
        closed();
        LimitedBody.cut(visit.request().request());
    }

    @Override
    void begun(Operation begun) {
        begun.begun = true;
        if (begun.isOver()) {
            desk.tally().operationEnds();
        }
    }

    @Override
    void end(Operation ended) {
        closed();
        if (!response.ended() && !response.closed()) {
            var unused = response.end();
        }
    }

    private void closed() {
        if (over) {
            return;
        }
        over = true;
        loop.owner().cancelTimer(timer);
        pass.end();
        operation.end();
        if (operation.begun) {
            desk.tally().operationEnds();
        }
        outbox.clear();
        visit.leave();
    }
}
