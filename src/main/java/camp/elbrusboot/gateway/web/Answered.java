package camp.elbrusboot.gateway.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;

/** Behind the codec of HTTP/1: sees the ends of responses. Handlers of a request have one end handler, which others set, too. */
final class Answered extends ChannelOutboundHandlerAdapter {
    private final Runnable ended;
    private boolean informational;

    Answered(Runnable ended) {
        this.ended = ended;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            // 100 precedes the response, and nothing of HTTP follows 101.
            informational = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
        ctx.write(message, promise);
        if (message instanceof LastHttpContent && !informational) {
            ended.run();
        }
    }
}
