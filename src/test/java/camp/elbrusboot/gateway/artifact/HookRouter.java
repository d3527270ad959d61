package camp.elbrusboot.gateway.artifact;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Hands each webhook to one of several replicas, as a load balancer does; for a while not to one that did not answer in time. */
final class HookRouter implements AutoCloseable {
    private static final String REQUEST_ID = "X-Amocrm-Requestid";
    private static final int BAD_GATEWAY = 502;
    private static final int GATEWAY_TIMEOUT = 504;
    private static final Duration LEFT_ALONE = Duration.ofSeconds(5);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Supplier<List<String>> destinations;
    private final Random random;
    private final Duration patience;
    private final Map<String, Instant> leftAlone = new ConcurrentHashMap<>();
    private final HttpServer server;

    /** @param destinations where replicas are at the moment */
    HookRouter(Supplier<List<String>> destinations, Random random) throws IOException {
        this(destinations, random, Duration.ofSeconds(10));
    }

    /** @param patience how long an answer may take */
    HookRouter(Supplier<List<String>> destinations, Random random, Duration patience) throws IOException {
        this.destinations = destinations;
        this.random = random;
        this.patience = patience;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::pass);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/";
    }

    private void pass(HttpExchange exchange) throws IOException {
        try {
            byte[] body = exchange.getRequestBody().readAllBytes();
            List<String> shuffled = new ArrayList<>(destinations.get());
            synchronized (random) {
                Collections.shuffle(shuffled, random);
            }
            Instant now = Instant.now();
            // With none that answers in time all are as good.
            shuffled.sort(Comparator.comparing(
                    destination -> leftAlone.getOrDefault(destination, now).isAfter(now)));
            exchange.sendResponseHeaders(status(exchange, body, shuffled), -1);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    /** Of the first that can be connected to; what becomes of a call to one that is killed meanwhile is not known. */
    private int status(HttpExchange exchange, byte[] body, List<String> shuffled) throws InterruptedException {
        for (String destination : shuffled) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(destination))
                    .timeout(patience)
                    .header("Content-Type", header(exchange, "Content-Type"))
                    .header(REQUEST_ID, header(exchange, REQUEST_ID))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
            try {
                int status = http.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                leftAlone.remove(destination);
                return status;
            } catch (ConnectException nobodyThere) {
                // The next one, then.
            } catch (HttpTimeoutException late) {
                leftAlone.put(destination, Instant.now().plus(LEFT_ALONE));
                return GATEWAY_TIMEOUT;
            } catch (IOException gone) {
                return BAD_GATEWAY;
            }
        }
        return BAD_GATEWAY;
    }

    private static String header(HttpExchange exchange, String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
