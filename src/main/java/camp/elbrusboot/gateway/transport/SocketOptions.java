package camp.elbrusboot.gateway.transport;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Messages are no larger than other requests, and not compressed: what a client may send is limited before it is unpacked, so a small message could become a
 * very large one, and each connection would keep tables of its own.
 */
@ApplicationScoped
class SocketOptions implements HttpServerOptionsCustomizer {
    private final RequestsConfig config;

    SocketOptions(RequestsConfig config) {
        this.config = config;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setMaxWebSocketMessageSize(Math.max(config.maxBody(), options.getMaxWebSocketFrameSize()));
        options.setPerMessageWebSocketCompressionSupported(false).setPerFrameWebSocketCompressionSupported(false);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        customizeHttpServer(options);
    }
}
