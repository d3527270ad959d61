package camp.elbrusboot.gateway.artifact;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.embedded.RedisServer;

/** A Redis that a test may do harm to. */
final class OwnRedis implements AutoCloseable {
    private static final Pattern PROCESS = Pattern.compile("process_id:(\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final int port;
    private RedisServer server;
    private long process;

    OwnRedis() throws IOException {
        port = Ports.free();
        start();
    }

    String url() {
        return "redis://localhost:" + port;
    }

    /** Empty, at the same address. */
    void start() throws IOException {
        server = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("appendonly no")
                .build();
        server.start();
        Matcher told = PROCESS.matcher(answer("INFO server", 2_000));
        if (!told.find()) {
            throw new IllegalStateException("Redis does not tell its process");
        }
        process = Long.parseLong(told.group(1));
    }

    /** As {@code kill -9}. */
    void kill() throws IOException {
        ProcessHandle handle = ProcessHandle.of(process).orElseThrow();
        handle.destroyForcibly();
        await().atMost(PATIENCE).until(() -> !handle.isAlive());
        server.stop();
    }

    /** It keeps its connections and takes new ones, and answers nothing. */
    void freeze() throws IOException, InterruptedException {
        Command.signal("-STOP", process);
    }

    void thaw() throws IOException, InterruptedException {
        Command.signal("-CONT", process);
    }

    void flush() throws IOException {
        answer("FLUSHALL", 5);
    }

    private String answer(String command, int most) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] answer = new byte[most];
            int read = socket.getInputStream().read(answer);
            return new String(answer, 0, Math.max(0, read), StandardCharsets.US_ASCII);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (server.isActive()) {
            thaw();
            server.stop();
        }
    }
}
