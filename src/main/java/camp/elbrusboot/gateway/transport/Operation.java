package camp.elbrusboot.gateway.transport;

import graphql.ExecutionResult;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * One operation on a socket. Of a stream it asks for a few answers, and for another with each that the socket has taken: what
 * a client does not read is not produced.
 *
 * <p>Its state changes on the socket's event loop alone.
 */
final class Operation implements Subscriber<ExecutionResult> {
    /** Answers that may be under way, so that what a subscriber has missed is resolved together. */
    static final int AT_ONCE = 16;

    final String id;
    final Protocol.Replies replies;
    private final Socket socket;
    private @Nullable Subscription stream;
    private boolean over;

    /** The engine has said what comes of it. */
    boolean begun;

    Operation(String id, Socket socket) {
        this.id = id;
        this.replies = new Protocol.Replies(id);
        this.socket = socket;
    }

    /** Nothing more is to be sent. */
    boolean isOver() {
        return over;
    }

    /** The client does not want it any more, or is gone, or has got everything. */
    void end() {
        over = true;
        if (stream != null) {
            stream.cancel();
        }
    }

    /** The socket has taken an answer. */
    void taken() {
        if (stream != null && !over) {
            stream.request(1);
        }
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        socket.run(() -> {
            stream = subscription;
            if (over) {
                subscription.cancel();
            } else {
                subscription.request(AT_ONCE);
            }
        });
    }

    @Override
    public void onNext(ExecutionResult answer) {
        socket.run(() -> socket.send(this, answer));
    }

    @Override
    public void onError(Throwable fault) {
        socket.run(() -> socket.fail(this, fault));
    }

    @Override
    public void onComplete() {
        socket.run(() -> socket.complete(this));
    }
}
