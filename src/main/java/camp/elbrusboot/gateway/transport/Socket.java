package camp.elbrusboot.gateway.transport;

import camp.elbrusboot.gateway.access.Caller;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.transport.Protocol.Close;
import camp.elbrusboot.gateway.transport.Protocol.Message;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One connection of {@code graphql-transport-ws}. While its client does not read, it does not read either what the client goes
 * on to ask: each end waits for the other, in bounded memory.
 */
final class Socket extends Channel {
    private static final Logger LOG = Logger.getLogger(Socket.class);

    private final ServerWebSocket socket;
    private final Vertx vertx;
    private final Desk desk;
    private final SocketsConfig config;
    private final Tally tally;
    private final Desk.Visit visit;

    private final Map<String, Operation> operations = new HashMap<>();

    /** Operations that have not ended, or have not even begun. */
    private int underWay;

    private boolean asked;
    private @Nullable Frame frame;
    private @Nullable Pass pass;
    private boolean paused;
    private Instant lastSign;
    private @Nullable Long timer;

    /** A connection just made. */
    Socket(ServerWebSocket socket, Context loop, Desk desk, Desk.Visit visit) {
        super(loop, new Wire(socket), desk.answers());
        this.socket = socket;
        this.vertx = loop.owner();
        this.desk = desk;
        this.config = desk.sockets();
        this.tally = desk.tally();
        this.visit = visit;
        this.lastSign = desk.clock().instant();
    }

    private record Wire(ServerWebSocket socket) implements Outbox.Line {
        @Override
        public boolean isClosed() {
            return socket.isClosed();
        }

        @Override
        public boolean isFull() {
            return socket.writeQueueFull();
        }

        @Override
        public void write(String text) {
            var unused = socket.writeTextMessage(text);
        }
    }

    void open() {
        socket.setWriteQueueMaxSize(config.queue());
        socket.textMessageHandler(text -> run(() -> received(text)));
        socket.binaryMessageHandler(binary -> run(() -> close(Close.INVALID_MESSAGE)));
        socket.pongHandler(pong -> run(this::alive));
        socket.drainHandler(drained -> run(this::drained));
        // Pings are answered by Vert.x, whether there is room or not.
        socket.frameHandler(frame -> pauseWhileFull());
        socket.exceptionHandler(fault -> run(() -> failed(fault)));
        socket.closeHandler(closed -> run(this::closed));
        timer = vertx.setTimer(config.initWait().toMillis(), late -> initialisedInTime());
    }

    private void initialisedInTime() {
        if (frame == null) {
            close(Close.INITIALISATION_TIMEOUT);
            return;
        }
        timer = vertx.setPeriodic(config.ping().toMillis(), tick -> ping());
    }

    private void ping() {
        if (lastSign.plus(config.silence()).isBefore(desk.clock().instant())) {
            close(Close.SILENT);
        } else if (outbox.hasRoom()) {
            var unused = socket.writePing(Buffer.buffer());
        }
    }

    private void alive() {
        lastSign = desk.clock().instant();
    }

    private void received(String text) {
        if (socket.isClosed()) {
            return;
        }
        alive();
        Message message = Protocol.parse(text);
        if (message == null) {
            close(Close.INVALID_MESSAGE);
        } else if (message instanceof Message.Init init) {
            initialise(init.payload());
        } else if (message instanceof Message.Ping) {
            socket.writeTextMessage(Protocol.PONG);
        } else if (message instanceof Message.Subscribe subscribe) {
            subscribe(subscribe);
        } else if (message instanceof Message.Complete complete) {
            Operation operation = operations.get(complete.id());
            if (operation != null) {
                end(operation);
            }
        }
        pauseWhileFull();
    }

    /** What the client goes on to say would be answered into memory. */
    private void pauseWhileFull() {
        if (!paused && !socket.isClosed() && !outbox.hasRoom()) {
            paused = true;
            socket.pause();
        }
    }

    private void failed(Throwable fault) {
        LOG.debugf("A socket failed: %s", fault);
        // So Vert.x tells that it has dropped a message that was too long; whatever else fails closes the connection.
        if (fault instanceof IllegalStateException) {
            close(Close.MESSAGE_TOO_BIG);
        }
    }

    private void initialise(JsonObject payload) {
        if (asked) {
            close(Close.TOO_MANY_INITIALISATIONS);
            return;
        }
        asked = true;
        Map<String, List<String>> headers = Admission.headers(visit.headers(), payload);
        Pass own = desk.pass(visit.request(), Frame.token(headers), loop);
        pass = own;
        own.admit().subscribe().with(caller -> admitted(caller, headers, own), this::refused);
    }

    private void admitted(Caller caller, Map<String, List<String>> headers, Pass own) {
        if (socket.isClosed()) {
            return;
        }
        frame = new Frame(caller, headers, null);
        own.watch(caller, () -> close(Close.FORBIDDEN));
        socket.writeTextMessage(Protocol.ACKNOWLEDGED);
    }

    private void refused(Throwable why) {
        if (!Pass.isRefusal(why)) {
            LOG.warnf("A caller could not be let in: %s", why);
            close(Close.TRY_AGAIN_LATER);
        } else {
            boolean known = ((CrmException) why).code() == CrmErrorCode.FORBIDDEN;
            close(known ? Close.FORBIDDEN : Close.UNAUTHORIZED);
        }
    }

    private void subscribe(Message.Subscribe subscribe) {
        Frame around = frame;
        if (around == null) {
            close(Close.UNAUTHORIZED);
            return;
        }
        if (operations.containsKey(subscribe.id())) {
            close(Close.SUBSCRIBER_EXISTS, Protocol.subscriberExists(subscribe.id()));
            return;
        }
        Operation operation = new Operation(subscribe.id(), new Protocol.SocketReplies(subscribe.id()), this);
        if (underWay >= config.operations()) {
            tally.refused("operations");
            CrmException tooMany = new CrmException(
                    CrmErrorCode.TOO_MANY_OPERATIONS,
                    "this connection has " + config.operations() + " operations under way, no more are allowed");
            socket.writeTextMessage(operation.replies.refusal(Errors.refusal(tooMany, around.newTraceId())));
            return;
        }
        operations.put(operation.id, operation);
        underWay++;
        tally.operationBegins();
        desk.engine().execute(subscribe.request(), around, anyKind -> {}, outcome(operation));
    }

    @Override
    void begun(Operation operation) {
        operation.begun = true;
        if (operation.isOver()) {
            leave();
        }
    }

    private void leave() {
        underWay--;
        tally.operationEnds();
    }

    private void drained() {
        alive();
        outbox.flush();
        if (paused && outbox.hasRoom()) {
            paused = false;
            socket.resume();
        }
    }

    @Override
    void end(Operation operation) {
        if (operations.remove(operation.id, operation)) {
            operation.end();
            if (operation.begun) {
                leave();
            }
        }
    }

    private void close(Close why) {
        close(why, why.reason);
    }

    private void close(Close why, String reason) {
        if (socket.isClosed()) {
            return;
        }
        tally.closed(why);
        forgetEverything();
        socket.pause();
        var unused = socket.close(why.code, reason);
        // The first call gives the client time from when it has been sent the reason, and that may never be; this one
        // from now on.
        var unusedToo = socket.close();
    }

    private void forgetEverything() {
        List.copyOf(operations.values()).forEach(this::end);
        outbox.clear();
    }

    private void closed() {
        if (pass != null) {
            pass.end();
        }
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
        forgetEverything();
        visit.leave();
    }
}
