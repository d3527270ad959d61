package camp.elbrusboot.gateway.artifact;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A PostgreSQL that a test may do harm to. */
final class OwnPostgres implements AutoCloseable {
    private final Map<String, String> config;
    private final Path data;
    private final int port;
    private EmbeddedPostgres server;

    /** @param config of the server, over what is quick and keeps nothing when the machine fails */
    OwnPostgres(Map<String, String> config) throws IOException {
        this.config = config;
        data = Files.createTempDirectory("own-postgres");
        port = Ports.free();
        start();
    }

    /** What a gateway on it has to be told. */
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(SandboxSettings.settings());
        settings.put("gateway.database.url", "postgresql://localhost:" + port + "/postgres");
        return settings;
    }

    /** With the data that it had, at the same address. */
    void start() throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                // A busy machine takes its time.
                .setPGStartupWait(Duration.ofMinutes(1))
                .setRegisterShutdownHook(false)
                .setCleanDataDirectory(false)
                .setDataDirectory(data)
                .setPort(port);
        config.forEach(builder::setServerConfig);
        server = builder.start();
    }

    /** Returns when it has ended, with all its connections. */
    void stop() throws IOException {
        server.close();
    }

    @Override
    public void close() throws IOException {
        stop();
        try (Stream<Path> files = Files.walk(data)) {
            List<Path> innermostFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : innermostFirst) {
                Files.delete(file);
            }
        }
    }
}
