package camp.elbrusboot.gateway.transport;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of connections that stay: WebSockets and event streams. */
@ConfigMapping(prefix = "gateway.sockets")
public interface SocketsConfig {
    /** Open at once on this replica. */
    @WithDefault("10000")
    int most();

    /** Open at once for each address that connects to this replica; behind a proxy, for the proxy. */
    @WithDefault("1000")
    int perCaller();

    /** Operations under way at once on one connection. */
    @WithDefault("100")
    int operations();

    /** How long a connection may take to begin with {@code connection_init}. */
    @WithDefault("10s")
    Duration initWait();

    /** How often a client is asked whether it is there still. */
    @WithDefault("15s")
    Duration ping();

    /** A client that has said nothing, and taken nothing that it is owed, for so long is taken for gone. */
    @WithDefault("90s")
    Duration silence();

    /** How often it is looked at again whether the caller's token is good still; when it expires is known. */
    @WithDefault("60s")
    Duration recheck();

    /** Bytes that may wait in memory for one client to read; beyond that nothing is produced for it. */
    @WithDefault("16384")
    int queue();
}
