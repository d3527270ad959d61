package camp.elbrusboot.gateway.eventlog;

import camp.elbrusboot.gateway.database.UnitOfWork;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Deletes changes of entities when no cache needs them any more. Each replica does it; two at once, or one that overtakes
 * itself, share the rows between them.
 */
@ApplicationScoped
public class Sweep {
    private static final Logger LOG = Logger.getLogger(Sweep.class);

    /** Twice the longest that anything is cached, as clocks of replicas and tails that lag need some room. */
    private static final Duration KEPT = Duration.ofHours(2);

    /** Rows in one transaction: short enough to be in nobody's way. */
    private static final int BATCH = 1_000;

    private final EntityChanges changes;
    private final UnitOfWork unitOfWork;
    private final LogConfig config;
    private final Clock clock;
    private final Vertx vertx;

    Sweep(EntityChanges changes, UnitOfWork unitOfWork, LogConfig config, Clock clock, Vertx vertx) {
        this.changes = changes;
        this.unitOfWork = unitOfWork;
        this.config = config;
        this.clock = clock;
        this.vertx = vertx;
    }

    /** From now on, again and again. */
    public void begin() {
        vertx.setPeriodic(config.sweep().toMillis(), timer -> {
            Instant before = clock.instant().minus(KEPT);
            forget(before)
                    .subscribe()
                    .with(
                            done -> {},
                            failure -> LOG.warnf("Old rows of the log stay for now: %s", failure.getMessage()));
        });
    }

    private Uni<Void> forget(Instant before) {
        return unitOfWork
                .run(() -> changes.forget(before, BATCH))
                .flatMap(rows ->
                        rows == BATCH ? forget(before) : Uni.createFrom().voidItem());
    }
}
