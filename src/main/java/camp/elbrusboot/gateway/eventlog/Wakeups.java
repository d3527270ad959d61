package camp.elbrusboot.gateway.eventlog;

import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells that the log may have grown. PostgreSQL notifies with the commit; a notification that is lost, with the
 * connection that listens, costs no more than the wait for the next poll.
 */
@ApplicationScoped
public class Wakeups {
    static final String CHANNEL = "gateway_log";

    private static final Logger LOG = Logger.getLogger(Wakeups.class);
    private static final long RETRY_MILLIS = 1_000;

    private final Pool pool;
    private final Vertx vertx;
    private volatile boolean stopped;

    Wakeups(Pool pool, Vertx vertx) {
        this.pool = pool;
        this.vertx = vertx;
    }

    /** Calls {@code wake} for each notification, and once whenever listening begins. Keeps one connection of the pool. */
    public void listen(Runnable wake) {
        if (stopped) {
            return;
        }
        pool.getConnection().onSuccess(connection -> listenOn(connection, wake)).onFailure(e -> again(wake, e));
    }

    private void listenOn(SqlConnection connection, Runnable wake) {
        AtomicBoolean over = new AtomicBoolean();
        PgConnection.cast(connection).notificationHandler(notification -> wake.run());
        connection.closeHandler(closed -> {
            if (over.compareAndSet(false, true)) {
                again(wake, null);
            }
        });
        connection
                .query("LISTEN " + CHANNEL)
                .execute()
                .onSuccess(done -> wake.run())
                .onFailure(e -> {
                    // Closing may only return the connection to the pool, and then nobody is told.
                    if (over.compareAndSet(false, true)) {
                        again(wake, e);
                    }
                    connection.close();
                });
    }

    private void again(Runnable wake, @Nullable Throwable failure) {
        if (stopped) {
            return;
        }
        if (failure != null) {
            LOG.debugf("Cannot listen for changes of the log, polling meanwhile: %s", failure.getMessage());
        }
        vertx.setTimer(RETRY_MILLIS, timer -> listen(wake));
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }
}
