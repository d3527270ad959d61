package camp.elbrusboot.gateway.transport;

import graphql.ExecutionResult;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * One operation on a connection. Of a stream it asks for a few answers, and for another with each that the connection has taken: what
 * a client does not read is not produced.
 *
 * <p>Its state changes on the connection's event loop alone.
 */
final class Operation implements Subscriber<ExecutionResult> {
    /** Answers that may be under way, so that what a subscriber has missed is resolved together. */
    static final int AT_ONCE = 16;

    final String id;
    final Replies replies;
    private final Channel channel;
    private @Nullable Subscription stream;
    private boolean over;

    /** The engine has said what comes of it. */
    boolean begun;

    Operation(String id, Replies replies, Channel channel) {
        this.id = id;
        this.replies = replies;
        this.channel = channel;
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

    /** The connection has taken an answer. */
    void taken() {
        if (stream != null && !over) {
            stream.request(1);
        }
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        channel.run(() -> {
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
        channel.run(() -> channel.send(this, answer));
    }

    @Override
    public void onError(Throwable fault) {
        channel.run(() -> channel.fail(this, fault));
    }

    @Override
    public void onComplete() {
        channel.run(() -> channel.complete(this));
    }
}
