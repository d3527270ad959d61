package camp.elbrusboot.gateway.sandbox;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import redis.embedded.RedisServer;

/** PostgreSQL and Redis as child processes, on free ports of the loopback address, with nothing kept after the end. */
final class Databases implements AutoCloseable {
    /** Forty lines at INFO for each start; held here, because a logger that nobody holds forgets its level. */
    private static final Logger POSTGRES_LOG = Logger.getLogger("io.zonky.test");

    private final EmbeddedPostgres postgres;
    private final RedisServer redis;

    private Databases(EmbeddedPostgres postgres, RedisServer redis) {
        this.postgres = postgres;
        this.redis = redis;
    }

    /**
     * One after the other: Redis' program is written to a file first, and a process that PostgreSQL forks meanwhile would
     * hold that file open, so that it could not be started ("text file busy").
     */
    static Databases start() {
        POSTGRES_LOG.setLevel(Level.WARNING);
        RedisServer redis;
        try {
            redis = startRedis();
        } catch (IOException e) {
            throw new UncheckedIOException("Redis did not start", e);
        }
        try {
            return new Databases(
                    EmbeddedPostgres.builder()
                            // A busy machine takes its time.
                            .setPGStartupWait(Duration.ofMinutes(1))
                            .setRegisterShutdownHook(false)
                            .start(),
                    redis);
        } catch (IOException e) {
            stop(redis);
            throw new UncheckedIOException("PostgreSQL did not start", e);
        }
    }

    Map<String, String> settingsForGateway() {
        return Map.of(
                "gateway.database.url",
                "postgresql://localhost:" + postgres.getPort() + "/postgres",
                "gateway.database.username",
                "postgres",
                "gateway.database.password",
                "postgres",
                "gateway.redis.url",
                "redis://localhost:" + redis.ports().get(0));
    }

    private static RedisServer startRedis() throws IOException {
        RedisServer redis = RedisServer.newRedisServer()
                .port(freePort())
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("appendonly no")
                .build();
        redis.start();
        return redis;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void stop(EmbeddedPostgres postgres) {
        try {
            postgres.close();
        } catch (IOException | RuntimeException alreadyGone) {
            // The process ends anyway, and a stack trace would be all that is left of it on the screen.
        }
    }

    private static void stop(RedisServer redis) {
        try {
            redis.stop();
        } catch (IOException | RuntimeException alreadyGone) {
            // As above.
        }
    }

    @Override
    public void close() {
        stop(redis);
        stop(postgres);
    }
}
