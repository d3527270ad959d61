package camp.elbrusboot.gateway.transport;

import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.transport.Protocol.Close;
import camp.elbrusboot.gateway.transport.Protocol.Message;
import graphql.ExecutionResult;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * One connection of {@code graphql-transport-ws}. While its client does not read, the socket neither sends nor has anything
 * produced, nor does it read what the client goes on to ask: each end waits for the other, in bounded memory.
 *
 * <p>Its state changes on its own event loop alone.
 */
final class Socket {
    private static final Logger LOG = Logger.getLogger(Socket.class);

    private final ServerWebSocket socket;
    private final Context loop;
    private final Vertx vertx;
    private final Clock clock;
    private final SocketsConfig config;
    private final Engine engine;
    private final Answers answers;
    private final Tally tally;
    private final Runnable left;

    private final Map<String, Operation> operations = new HashMap<>();

    private final Outbox outbox;

    /** Operations that have not ended, or have not even begun. */
    private int underWay;

    private boolean initialised;
    private boolean paused;
    private Instant lastSign;
    private @Nullable Long timer;

    Socket(
            ServerWebSocket socket,
            Context loop,
            Clock clock,
            SocketsConfig config,
            Engine engine,
            Answers answers,
            Tally tally,
            Runnable left) {
        this.socket = socket;
        this.loop = loop;
        this.vertx = loop.owner();
        this.clock = clock;
        this.config = config;
        this.engine = engine;
        this.answers = answers;
        this.tally = tally;
        this.left = left;
        this.lastSign = clock.instant();
        this.outbox = new Outbox(socket, this::end, this::fail);
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

    /** On the loop of the socket, after everything for which this was called before, whichever thread called it. */
    void run(Runnable action) {
        loop.runOnContext(turn -> action.run());
    }

    private void initialisedInTime() {
        if (!initialised) {
            close(Close.INITIALISATION_TIMEOUT);
            return;
        }
        timer = vertx.setPeriodic(config.ping().toMillis(), tick -> ping());
    }

    private void ping() {
        if (lastSign.plus(config.silence()).isBefore(clock.instant())) {
            close(Close.SILENT);
        } else if (outbox.hasRoom()) {
            var unused = socket.writePing(Buffer.buffer());
        }
    }

    private void alive() {
        lastSign = clock.instant();
    }

    private void received(String text) {
        if (socket.isClosed()) {
            return;
        }
        alive();
        Message message = Protocol.parse(text);
        if (message == null) {
            close(Close.INVALID_MESSAGE);
        } else if (message instanceof Message.Init) {
            initialise();
        } else if (message instanceof Message.Ping) {
            socket.writeTextMessage(Protocol.PONG);
        } else if (message instanceof Message.Subscribe subscribe) {
            subscribe(subscribe);
        } else if (message instanceof Message.Complete complete) {
            end(operations.get(complete.id()));
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

    private void initialise() {
        if (initialised) {
            close(Close.TOO_MANY_INITIALISATIONS);
            return;
        }
        initialised = true;
        socket.writeTextMessage(Protocol.ACKNOWLEDGED);
    }

    private void subscribe(Message.Subscribe subscribe) {
        if (!initialised) {
            close(Close.UNAUTHORIZED);
            return;
        }
        if (operations.containsKey(subscribe.id())) {
            close(Close.SUBSCRIBER_EXISTS, Protocol.subscriberExists(subscribe.id()));
            return;
        }
        Operation operation = new Operation(subscribe.id(), this);
        if (underWay >= config.operations()) {
            tally.refused("operations");
            socket.writeTextMessage(operation.replies.error(Protocol.errors(
                    CrmErrorCode.TOO_MANY_OPERATIONS,
                    "this connection has " + config.operations() + " operations under way, no more are allowed")));
            return;
        }
        operations.put(operation.id, operation);
        underWay++;
        tally.operationBegins();
        engine.execute(subscribe.request(), new Engine.Outcome() {
            @Override
            public void stream(Publisher<ExecutionResult> stream) {
                run(() -> {
                    begun(operation);
                    if (!operation.isOver()) {
                        stream.subscribe(operation);
                    }
                });
            }

            @Override
            public void answer(String answer) {
                run(() -> {
                    begun(operation);
                    outbox.post(operation, () -> operation.replies.next(answer), false);
                    complete(operation);
                });
            }

            @Override
            public void refusal(String errors) {
                run(() -> {
                    begun(operation);
                    outbox.post(operation, () -> operation.replies.error(errors), true);
                });
            }

            @Override
            public void fault(Throwable fault) {
                run(() -> {
                    begun(operation);
                    fail(operation, fault);
                });
            }
        });
    }

    /** The engine has done its part; until then an operation counts, though the client may have given it up. */
    private void begun(Operation operation) {
        operation.begun = true;
        if (operation.isOver()) {
            leave();
        }
    }

    private void leave() {
        underWay--;
        tally.operationEnds();
    }

    /** As text only when its turn comes: while it waits it may be one that others wait for, too. */
    void send(Operation operation, ExecutionResult answer) {
        outbox.post(operation, () -> operation.replies.next(answers.text(answer)), false);
    }

    void complete(Operation operation) {
        outbox.post(operation, () -> operation.replies.complete(), true);
    }

    void fail(Operation operation, Throwable fault) {
        LOG.error("An operation on a socket failed in a way that nobody foresaw", fault);
        String errors = Protocol.errors(CrmErrorCode.INTERNAL, "internal error");
        outbox.post(operation, () -> operation.replies.error(errors), true);
    }

    private void drained() {
        alive();
        outbox.flush();
        if (paused && outbox.hasRoom()) {
            paused = false;
            socket.resume();
        }
    }

    private void end(@Nullable Operation operation) {
        if (operation != null && operations.remove(operation.id, operation)) {
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
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
        forgetEverything();
        left.run();
    }
}
