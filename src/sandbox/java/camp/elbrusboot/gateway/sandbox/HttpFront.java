package camp.elbrusboot.gateway.sandbox;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The HTTP server, on the loopback address alone. */
final class HttpFront implements AutoCloseable {
    /** Enough for a gateway that lets many slow replies pile up; more wait in the queue. */
    private static final int MOST_THREADS = 256;

    private static final int MOST_WAITING = 10_000;
    private static final int LONGEST_BODY = 1 << 20;

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final Clock clock;
    private final CountDownLatch closed = new CountDownLatch(1);

    HttpFront(int port, Clock clock) {
        // The JDK's server answers small replies 40 ms late without this.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        this.clock = clock;
        threads = new ThreadPoolExecutor(
                MOST_THREADS,
                MOST_THREADS,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MOST_WAITING),
                Threads.named("http"));
        threads.allowCoreThreadTimeOut(true);
        server = bind(port);
        server.setExecutor(threads);
    }

    private static HttpServer bind(int port) {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (BindException taken) {
            throw new IllegalStateException(
                    "The sandbox cannot listen on port " + port + ", because another process does."
                            + " Choose a free one with -Dsandbox.port=<port> (0 takes any).",
                    taken);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    void start(Function<Call, Reply> answer) {
        server.createContext("/", exchange -> handle(exchange, answer));
        server.start();
    }

    private void handle(HttpExchange exchange, Function<Call, Reply> answer) throws IOException {
        long nanos = System.nanoTime();
        try {
            Reply reply;
            try {
                reply = answer.apply(call(exchange, nanos));
            } catch (RuntimeException bug) {
                bug.printStackTrace();
                reply = Reply.text(500, "the sandbox itself failed: " + bug + "\n");
            }
            write(exchange, reply);
        } finally {
            exchange.close();
        }
    }

    private Call call(HttpExchange exchange, long nanos) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        return Call.of(
                clock.instant(),
                nanos,
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                exchange.getRequestURI().getRawQuery(),
                headers,
                exchange.getRequestBody().readNBytes(LONGEST_BODY));
    }

    private void write(HttpExchange exchange, Reply reply) throws IOException {
        byte[] body = reply.body();
        int half = body.length / 2;
        switch (reply.transmission()) {
            case WHOLE -> head(exchange, reply).write(body);
            case SLOW -> {
                OutputStream stream = head(exchange, reply);
                stream.write(body, 0, half);
                stream.flush();
                pause(reply);
                stream.write(body, half, body.length - half);
            }
            case LATE -> {
                pause(reply);
                head(exchange, reply).write(body);
            }
            case TRUNCATED -> {
                OutputStream stream = head(exchange, reply);
                stream.write(body, 0, half);
                stream.flush();
            }
            case NONE -> {
                // Closing the exchange without a head closes the connection.
            }
        }
    }

    private static OutputStream head(HttpExchange exchange, Reply reply) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        reply.headers().forEach(headers::set);
        headers.set("X-Request-Id", Long.toHexString(System.nanoTime()));
        @Nullable String contentType = reply.contentType();
        if (contentType != null) {
            headers.set("Content-Type", contentType);
        }
        exchange.sendResponseHeaders(reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
        return exchange.getResponseBody();
    }

    /** Ends early when the server does. */
    private void pause(Reply reply) {
        try {
            var unused = closed.await(reply.delay().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
