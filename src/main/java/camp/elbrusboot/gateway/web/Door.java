package camp.elbrusboot.gateway.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** In a server's channel, where what is read are connections. */
@ChannelHandler.Sharable
final class Door extends ChannelInboundHandlerAdapter {
    private final HttpConfig config;
    private final MeterRegistry meters;
    private final RareLog log;
    private final Map<String, Integer> open = new ConcurrentHashMap<>();
    private volatile boolean left;

    Door(HttpConfig config, MeterRegistry meters, RareLog log) {
        this.config = config;
        this.meters = meters;
        this.log = log;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        if (left || !(accepted instanceof Channel connection)) {
            ctx.fireChannelRead(accepted);
            return;
        }
        if (config.connectionsPerAddress().isPresent() && !enter(connection)) {
            closing("address");
            connection.unsafe().closeForcibly();
            return;
        }
        connection.pipeline().addFirst(new Gate(config.head().toMillis(), this::closing, () -> left));
        ctx.fireChannelRead(accepted);
    }

    private boolean enter(Channel connection) {
        if (!(connection.remoteAddress() instanceof InetSocketAddress address)) {
            return true;
        }
        String caller = Caller.of(address.getAddress());
        int most = config.connectionsPerAddress().orElse(Integer.MAX_VALUE);
        boolean[] entered = {false};
        open.compute(caller, (c, count) -> {
            int before = count == null ? 0 : count;
            entered[0] = before < most;
            return entered[0] ? Integer.valueOf(before + 1) : count;
        });
        if (entered[0]) {
            connection
                    .closeFuture()
                    .addListener(closed -> open.computeIfPresent(caller, (c, count) -> count == 1 ? null : count - 1));
        }
        return entered[0];
    }

    private void closing(String reason) {
        meters.counter("gateway.http.closed", "reason", reason).increment();
        log.warn("A connection was closed by the limit of its " + reason);
    }

    /** Nobody tells the gates of requests from now on. */
    void leave() {
        left = true;
    }
}
