package camp.elbrusboot.gateway.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * In front of all that decodes a connection: sees bytes, and is told where requests begin and end. All of it happens on the
 * connection's event loop.
 */
final class Gate extends ChannelInboundHandlerAdapter {
    /** The name of the handler that makes Vert.x' requests of what the codec reads. */
    private static final String VERTX = "handler";

    private final long headMillis;
    private final Consumer<String> closing;
    private final BooleanSupplier retired;

    private @Nullable HttpServerRequest current;
    private boolean answered;
    private @Nullable Future<?> timer;

    /**
     * @param closing told why a connection is closed: for the {@code head} that did not come, or the rest of a {@code body}
     * @param retired true from when nobody tells of requests any more
     */
    Gate(long headMillis, Consumer<String> closing, BooleanSupplier retired) {
        this.headMillis = headMillis;
        this.closing = closing;
        this.retired = retired;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        arm(ctx);
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        if (current == null) {
            arm(ctx);
        }
        ctx.fireChannelRead(bytes);
        HttpServerRequest request = current;
        if (answered && request != null && request.isEnded()) {
            outside();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        disarm();
        ctx.fireChannelInactive();
    }

    /** The head of a request is there. */
    void begun(HttpServerRequest request, Channel channel) {
        disarm();
        current = request;
        answered = false;
        if (request.version() == HttpVersion.HTTP_2) {
            // There requests overlap, and idle connections talk. What its frames may cost is bounded by Netty.
            channel.pipeline().remove(this);
        } else if (channel.pipeline().get(Answered.class) == null) {
            channel.pipeline().addBefore(VERTX, null, new Answered(() -> ended(channel)));
        }
    }

    /** The last of a response is on its way. */
    private void ended(Channel channel) {
        HttpServerRequest request = current;
        // Not within the call that writes it: Vert.x has yet to note that it is done.
        channel.eventLoop().execute(() -> answered(request, channel));
    }

    private void answered(@Nullable HttpServerRequest request, Channel channel) {
        if (request == null || request != current) {
            return;
        }
        // What is left of the body goes nowhere, but must not be waited for without end.
        if (!request.isEnded()) {
            request.resume();
            // What was there already comes in a turn of its own.
            channel.eventLoop().execute(() -> drained(request, channel));
        } else {
            outside();
        }
    }

    private void drained(HttpServerRequest request, Channel channel) {
        if (request != current) {
            return;
        }
        if (request.isEnded()) {
            outside();
        } else {
            answered = true;
            ChannelHandlerContext ctx = channel.pipeline().context(this);
            if (ctx != null) {
                arm(ctx);
            }
        }
    }

    private void outside() {
        disarm();
        current = null;
        answered = false;
    }

    private void arm(ChannelHandlerContext ctx) {
        if (timer == null) {
            timer = ctx.executor().schedule(() -> late(ctx), headMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void disarm() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void late(ChannelHandlerContext ctx) {
        timer = null;
        if (retired.getAsBoolean() || !ctx.channel().isActive()) {
            return;
        }
        if (current != null && current.isEnded()) {
            outside();
            return;
        }
        closing.accept(current == null ? "head" : "body");
        ctx.close();
    }
}
