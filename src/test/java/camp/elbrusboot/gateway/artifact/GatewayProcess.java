package camp.elbrusboot.gateway.artifact;

import static org.awaitility.Awaitility.await;

import camp.elbrusboot.gateway.journey.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The packaged gateway in a process of its own, told everything by environment variables, as an operator would. */
final class GatewayProcess implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final int port;
    private final int managementPort;

    private GatewayProcess(Process process, int port, int managementPort) {
        this.process = process;
        this.port = port;
        this.managementPort = managementPort;
    }

    static List<String> command() {
        Path binary = Path.of(System.getProperty("native.image.path", "none"));
        if (Files.isExecutable(binary)) {
            return List.of(binary.toString());
        }
        List<String> options = new ArrayList<>(jvmOptions());
        if (Boolean.getBoolean("artifact.archive")) {
            options.addAll(List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + Archive.FILE));
        }
        return java(options);
    }

    private static List<String> jvmOptions() {
        return List.of(System.getProperty("artifact.jvm", "-Xshare:auto").split(" "));
    }

    private static List<String> java(List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar"));
        return command;
    }

    /**
     * Classes in the form in which a JVM has them in memory, made once: all tests together start some dozens of gateways, and
     * each would spend a third of its start on reading them.
     */
    private static final class Archive {
        static final Path FILE = made();

        private static Path made() {
            Path file = Path.of("target", "gateway.jsa");
            List<String> options = new ArrayList<>(jvmOptions());
            options.add("-XX:ArchiveClassesAtExit=" + file);
            try {
                // Without settings it ends by itself, with most of its classes loaded.
                Command.run(Path.of("."), Duration.ofMinutes(2), java(options).toArray(String[]::new));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return file;
        }
    }

    /** Starts and waits until it is ready. */
    static GatewayProcess start(Map<String, String> settings, Path log) throws IOException {
        return start(settings, log, List.of());
    }

    /** The options, such as {@code -Xmx512m}, are for the JVM; the native binary does not take all of them. */
    static GatewayProcess start(Map<String, String> settings, Path log, List<String> jvmOptions) throws IOException {
        int port = Ports.free();
        int managementPort = Ports.free();
        List<String> command = new ArrayList<>(command());
        command.addAll(1, jvmOptions);
        ProcessBuilder builder = new ProcessBuilder(command);
        settings.forEach((name, value) -> builder.environment()
                .put(name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value));
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        GatewayProcess gateway = new GatewayProcess(process, port, managementPort);
        try {
            await().atMost(120, TimeUnit.SECONDS).until(() -> !process.isAlive() || gateway.isReady());
        } catch (RuntimeException late) {
            gateway.close();
            throw late;
        }
        if (!process.isAlive()) {
            throw new IllegalStateException("The gateway ended: " + Files.readString(log));
        }
        return gateway;
    }

    boolean isReady() {
        try {
            return send(request(managementPort, "/q/health/ready").GET()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    HttpResponse<String> post(String path, String contentType, String body) {
        try {
            return send(asked(port, path)
                    .header("Content-Type", contentType)
                    .POST(HttpRequest.BodyPublishers.ofString(body)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks a GraphQL query; the answer is for {@link Answer}. */
    CompletableFuture<Answer> ask(String query, String... headers) {
        HttpRequest.Builder request = asked(port, "/graphql")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"query\":\"" + query.replace("\"", "\\\"") + "\"}"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> Answer.of(response.body()));
    }

    /** The sum of a metric over all its series that have the tag, such as {@code priority="PREFETCH"}; "" for all. */
    double metric(String name, String tag) {
        try {
            return send(request(managementPort, "/q/metrics").GET())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                    .filter(line -> line.contains(tag))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HttpResponse<String> post(String path, String contentType, String body, String header, String value) {
        try {
            return send(asked(port, path)
                    .header("Content-Type", contentType)
                    .header(header, value)
                    .POST(HttpRequest.BodyPublishers.ofString(body)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Redirects are not followed. */
    HttpResponse<String> get(String pathAndQuery) {
        return got(request(port, pathAndQuery));
    }

    /** On the management port, as an operator; redirects are not followed. */
    HttpResponse<String> getManagement(String pathAndQuery) {
        return got(request(managementPort, pathAndQuery).header("Authorization", "Bearer " + Tokens.operator()));
    }

    /** The same without saying who asks. */
    HttpResponse<String> getManagementAsNobody(String pathAndQuery) {
        return got(request(managementPort, pathAndQuery));
    }

    private static HttpResponse<String> got(HttpRequest.Builder request) {
        try {
            return send(request.GET());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    int managementPort() {
        return managementPort;
    }

    /** As a frontend, where it is one's business. */
    private static HttpRequest.Builder asked(int port, String path) {
        HttpRequest.Builder request = request(port, path);
        return path.equals("/graphql") ? request.header("Authorization", Tokens.bearer()) : request;
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(60));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As {@code kill -9}: nothing in the process gets a chance to tidy up. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** As whoever replaces a replica ends it. */
    void terminate() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    long pid() {
        return process.pid();
    }

    /** It keeps its connections, and others can still be made; nothing in it goes on. */
    void freeze() throws IOException, InterruptedException {
        Command.signal("-STOP", process.pid());
    }

    void thaw() throws IOException, InterruptedException {
        Command.signal("-CONT", process.pid());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
