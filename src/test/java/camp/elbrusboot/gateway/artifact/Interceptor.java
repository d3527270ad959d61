package camp.elbrusboot.gateway.artifact;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Stands between a gateway and the sandbox and answers otherwise than the sandbox would, where a test wants that. */
final class Interceptor implements AutoCloseable {
    private static final List<String> HEADERS = List.of("Authorization", "Content-Type", "X-Refresh-Token");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> paths = new CopyOnWriteArrayList<>();
    private final String target;
    private final HttpServer server;
    private final Meddling meddling;

    /** What to answer in place of the body that has come. */
    interface Meddling {
        String body(String path, String body) throws Exception;
    }

    Interceptor(String target, Meddling meddling) throws IOException {
        this.target = target;
        this.meddling = meddling;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "interceptor");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::pass);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** Of every call, in order. */
    List<String> paths() {
        return paths;
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            paths.add(path);
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI()))
                    .method(
                            exchange.getRequestMethod(),
                            HttpRequest.BodyPublishers.ofByteArray(
                                    exchange.getRequestBody().readAllBytes()));
            HEADERS.stream()
                    .filter(exchange.getRequestHeaders()::containsKey)
                    .forEach(name ->
                            request.header(name, exchange.getRequestHeaders().getFirst(name)));
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            byte[] body = meddling.body(path, answer.body()).getBytes(StandardCharsets.UTF_8);
            for (String name : List.of("Content-Type", "Location")) {
                answer.headers().firstValue(name).ifPresent(value -> exchange.getResponseHeaders()
                        .set(name, value));
            }
            exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
