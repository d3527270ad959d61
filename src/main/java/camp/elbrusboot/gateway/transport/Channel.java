package camp.elbrusboot.gateway.transport;

import camp.elbrusboot.gateway.web.TraceIds;
import graphql.ExecutionResult;
import io.vertx.core.Context;
import org.reactivestreams.Publisher;

/**
 * A connection on which operations are answered. While its client does not read, nothing is sent and nothing is produced.
 *
 * <p>Its state changes on its own event loop alone.
 */
abstract class Channel {
    final Context loop;
    final Outbox outbox;
    private final Answers answers;

    Channel(Context loop, Outbox.Line line, Answers answers) {
        this.loop = loop;
        this.outbox = new Outbox(line, this::end, this::fail);
        this.answers = answers;
    }

    /** On the connection's event loop, after everything for which this was called before, whichever thread called it. */
    void run(Runnable action) {
        loop.runOnContext(turn -> action.run());
    }

    /** The engine has said what comes of it; until then an operation counts, though the client may have given it up. */
    abstract void begun(Operation operation);

    /** Everything was sent, or is not wanted any more. */
    abstract void end(Operation operation);

    /** As text only when its turn comes: while it waits it may be one that others wait for, too. */
    void send(Operation operation, ExecutionResult answer) {
        outbox.post(operation, () -> operation.replies.next(answers.text(answer)), false);
    }

    void complete(Operation operation) {
        outbox.post(operation, operation.replies::complete, true);
    }

    void fail(Operation operation, Throwable fault) {
        refuse(operation, Errors.ended(fault, TraceIds.of(null)));
    }

    void refuse(Operation operation, ExecutionResult errors) {
        outbox.post(operation, () -> operation.replies.refusal(errors), true);
    }

    Engine.Outcome outcome(Operation operation) {
        return new Engine.Outcome() {
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
            public void answer(ExecutionResult answer) {
                run(() -> {
                    begun(operation);
                    send(operation, answer);
                    complete(operation);
                });
            }

            @Override
            public void refusal(ExecutionResult errors) {
                run(() -> {
                    begun(operation);
                    refuse(operation, errors);
                });
            }
        };
    }
}
