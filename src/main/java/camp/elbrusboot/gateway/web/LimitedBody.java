package camp.elbrusboot.gateway.web;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.io.Serial;
import java.time.Duration;

/** Reads a request's body up to a size and for a time. */
public final class LimitedBody {
    private static final Duration LINGER = Duration.ofMillis(500);

    private LimitedBody() {}

    /** The body is larger than allowed. */
    public static final class TooLarge extends IOException {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    /** The sender went away before the end of the body. */
    public static final class Gone extends IOException {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    /** The body did not arrive in time. */
    public static final class TooSlow extends IOException {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    /** The bytes, or one of the failures above. Nothing may have begun to read the request yet, or it is paused. */
    public static Uni<byte[]> of(HttpServerRequest request, int maxBytes, Duration maxWait, Vertx vertx) {
        return Uni.createFrom().emitter(emitter -> {
            if (announced(request) > maxBytes) {
                emitter.fail(new TooLarge());
                return;
            }
            Buffer body = Buffer.buffer();
            long timer = vertx.setTimer(maxWait.toMillis(), late -> emitter.fail(new TooSlow()));
            request.handler(part -> {
                if (body.length() + part.length() > maxBytes) {
                    vertx.cancelTimer(timer);
                    request.handler(null);
                    emitter.fail(new TooLarge());
                } else {
                    body.appendBuffer(part);
                }
            });
            request.exceptionHandler(broken -> {
                vertx.cancelTimer(timer);
                emitter.fail(new Gone());
            });
            request.endHandler(end -> {
                vertx.cancelTimer(timer);
                emitter.complete(body.getBytes());
            });
            if (HttpHeaders.CONTINUE.toString().equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
                request.response().writeContinue();
            }
            request.resume();
        });
    }

    /**
     * Before an answer to a body that was too large or too slow: Vert.x would read it to its end, which need not come. The sender
     * has a moment to read the answer, which a connection that is reset may lose.
     */
    public static void hangUp(HttpServerRequest request, Vertx vertx) {
        if (request.isEnded()) {
            return;
        }
        if (request.version() != HttpVersion.HTTP_2 && !request.response().headWritten()) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        vertx.setTimer(LINGER.toMillis(), later -> cut(request));
    }

    /** Ends the connection, of HTTP/2 the stream, whatever waits to be written. */
    public static void cut(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            var unused = ((ConnectionBase) request.connection()).channel().close();
        }
    }

    private static long announced(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
