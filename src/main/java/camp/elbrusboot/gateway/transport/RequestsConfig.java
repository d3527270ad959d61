package camp.elbrusboot.gateway.transport;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Requests of GraphQL over HTTP, and documents by whatever way they come. */
@ConfigMapping(prefix = "gateway.requests")
public interface RequestsConfig {
    /** Origins of pages, beside the gateway's own, that may ask from a browser: {@code https://crm.example}, several by commas. */
    Optional<List<String>> origins();

    /** Bytes of a request's body, or of a message over a WebSocket; a frame of one has 64 KiB at most. */
    @WithDefault("131072")
    int maxBody();

    /** How long a body may take to arrive. */
    @WithDefault("10s")
    Duration maxWait();

    /** Characters of all persisted queries that are remembered; those that nobody asks for make room. */
    @WithDefault("1000000")
    int persisted();

    /** A manifest of documents; when it is there, nothing else runs. */
    Optional<Path> trustedDocuments();
}
