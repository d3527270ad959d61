package camp.elbrusboot.gateway.eventlog;

import camp.elbrusboot.gateway.database.UnitOfWork;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Deletes what is no longer kept: changes of entities when no cache needs them any more, old stage changes, and the bodies
 * of old webhooks. Each replica does it; two at once share the rows between them.
 */
@ApplicationScoped
public class Sweep {
    private static final Logger LOG = Logger.getLogger(Sweep.class);

    /** Twice the longest that anything is cached, as clocks of replicas and tails that lag need some room. */
    private static final Duration KEPT = Duration.ofHours(2);

    /** Rows in one transaction: short enough to be in nobody's way. */
    private static final int BATCH = 1_000;

    private final EntityChanges changes;
    private final Retention retention;
    private final UnitOfWork unitOfWork;
    private final LogConfig config;
    private final Clock clock;
    private final Vertx vertx;
    private final Counter swept;
    private final AtomicBoolean sweeping = new AtomicBoolean();

    Sweep(
            EntityChanges changes,
            Retention retention,
            UnitOfWork unitOfWork,
            LogConfig config,
            Clock clock,
            Vertx vertx,
            MeterRegistry meters) {
        this.changes = changes;
        this.retention = retention;
        this.unitOfWork = unitOfWork;
        this.config = config;
        this.clock = clock;
        this.vertx = vertx;
        this.swept = meters.counter("gateway.log.swept");
    }

    /** From now on, again and again. */
    public void begin() {
        vertx.setPeriodic(config.sweep().toMillis(), timer -> {
            if (sweeping.compareAndSet(false, true)) {
                sweep().subscribe().with(done -> sweeping.set(false), failure -> {
                    sweeping.set(false);
                    LOG.warnf("Old rows of the log stay for now: %s", failure.getMessage());
                });
            }
        });
    }

    private Uni<Void> sweep() {
        Instant now = clock.instant();
        Instant keptSince = now.minus(config.keep());
        return again(() -> changes.forget(now.minus(KEPT), BATCH))
                .chain(() -> again(() -> retention.forgetDeliveries(now.minus(config.keepDeliveries()), BATCH)))
                .chain(() -> unitOfWork.run(retention::accounts))
                .flatMap(accounts -> Multi.createFrom()
                        .iterable(accounts)
                        .onItem()
                        .transformToUniAndConcatenate(account -> stageChanges(account, keptSince))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    /** Said aloud: whoever was away for longer has to begin anew. */
    private Uni<Void> stageChanges(long account, Instant keptSince) {
        return unitOfWork
                .run(() -> retention.boundary(account, keptSince, config.most()))
                .flatMap(upTo ->
                        again(() -> retention.forget(account, upTo, BATCH).invoke(rows -> {
                            if (rows > 0) {
                                swept.increment(rows);
                                LOG.infof("Account %d: %d stage changes are no longer kept", account, rows);
                            }
                        })));
    }

    private Uni<Void> again(Supplier<Uni<Integer>> batch) {
        return Multi.createBy()
                .repeating()
                .uni(() -> unitOfWork.run(batch))
                .whilst(rows -> rows == BATCH)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
