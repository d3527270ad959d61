package camp.elbrusboot.gateway.eventlog;

import camp.elbrusboot.gateway.crm.AccountRef;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Promise;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes deliveries into the log. Appends of one account follow one another anyway, so what arrives during one waits for the
 * next and is committed with it: a burst costs few transactions and one connection.
 *
 * <p>Invariant: a delivery is answered for after the commit that holds it, and never twice.
 */
@ApplicationScoped
public class Inbox {
    /** Deliveries in one transaction: few enough to be done in a fraction of amoCRM's two seconds. */
    private static final int MOST = 50;

    /** Classes of SQLSTATE that are about what is to be kept: bad data, broken constraints, too much of it. */
    private static final Set<String> OF_CONTENT = Set.of("22", "23", "54");

    private static final int CLASS = 2;

    private final EventLog log;
    private final LogConfig config;
    private final DistributionSummary sizes;
    private final AtomicInteger waiting;
    private final Map<AccountRef, Line> lines = new HashMap<>();

    Inbox(EventLog log, LogConfig config, MeterRegistry meters) {
        this.log = log;
        this.config = config;
        this.sizes = meters.summary("gateway.inbox.batch");
        this.waiting = meters.gauge("gateway.inbox.waiting", new AtomicInteger());
    }

    /** More deliveries wait than may. */
    public static final class Full extends Exception {
        private static final long serialVersionUID = 1;

        Full() {
            super("too many deliveries wait to be kept", null, false, false);
        }
    }

    private record Arrival(ReceivedDelivery delivery, Promise<Integer> kept) {}

    /** What waits for one account. */
    private static final class Line {
        private final Deque<Arrival> arrivals = new ArrayDeque<>();
        private boolean writing;
    }

    /**
     * Emits, after the commit, how many stage changes the log had not had. Fails with {@link Full} at once, and as the
     * database does when it cannot keep it; then it may have been kept all the same.
     */
    public Uni<Integer> take(AccountRef account, ReceivedDelivery delivery) {
        return Uni.createFrom().deferred(() -> {
            if (waiting.incrementAndGet() > config.inbox()) {
                waiting.decrementAndGet();
                return Uni.createFrom().failure(new Full());
            }
            Arrival arrival = new Arrival(delivery, Promise.promise());
            synchronized (this) {
                lines.computeIfAbsent(account, a -> new Line()).arrivals.add(arrival);
            }
            write(account);
            return Uni.createFrom().completionStage(arrival.kept().future().toCompletionStage());
        });
    }

    /** Writes what waits, unless that is being done. */
    private void write(AccountRef account) {
        List<Arrival> batch = new ArrayList<>();
        synchronized (this) {
            Line line = lines.get(account);
            if (line == null || line.writing) {
                return;
            }
            while (batch.size() < MOST && !line.arrivals.isEmpty()) {
                batch.add(line.arrivals.remove());
            }
            if (batch.isEmpty()) {
                lines.remove(account);
                return;
            }
            line.writing = true;
        }
        sizes.record(batch.size());
        append(account, batch)
                .subscribe()
                .with(done -> written(account, batch), failure -> failed(account, batch, failure));
    }

    /** One that PostgreSQL will not take must not cost the others their place. */
    private Uni<Void> append(AccountRef account, List<Arrival> batch) {
        List<ReceivedDelivery> deliveries =
                batch.stream().map(Arrival::delivery).toList();
        return log.append(account, deliveries, config.patience())
                .invoke(appended -> batch.get(0).kept().tryComplete(appended))
                .replaceWithVoid()
                .onFailure(failure -> batch.size() > 1 && !isUnable(failure))
                .recoverWithUni(() -> oneByOne(account, batch, 0));
    }

    private Uni<Void> oneByOne(AccountRef account, List<Arrival> batch, int next) {
        if (next == batch.size()) {
            return Uni.createFrom().voidItem();
        }
        Arrival arrival = batch.get(next);
        return log.append(account, List.of(arrival.delivery()), config.patience())
                .invoke(appended -> arrival.kept().tryComplete(appended))
                .replaceWithVoid()
                .onFailure(failure -> !isUnable(failure))
                .recoverWithUni(failure -> {
                    arrival.kept().tryFail(failure);
                    return Uni.createFrom().voidItem();
                })
                .chain(() -> oneByOne(account, batch, next + 1));
    }

    /** Those of the batch that nobody has answered for: the stage changes are counted with the first. */
    private void written(AccountRef account, List<Arrival> batch) {
        batch.forEach(arrival -> arrival.kept().tryComplete(0));
        next(account, batch.size());
    }

    /** PostgreSQL cannot be asked: whoever waits would wait for the same. amoCRM comes again. */
    private void failed(AccountRef account, List<Arrival> batch, Throwable failure) {
        List<Arrival> all = new ArrayList<>(batch);
        synchronized (this) {
            Line line = lines.get(account);
            if (line != null) {
                all.addAll(line.arrivals);
                line.arrivals.clear();
            }
        }
        all.forEach(arrival -> arrival.kept().tryFail(failure));
        next(account, all.size());
    }

    private void next(AccountRef account, int answered) {
        waiting.addAndGet(-answered);
        synchronized (this) {
            Line line = lines.get(account);
            if (line != null) {
                line.writing = false;
            }
        }
        write(account);
    }

    /** Whether the failure is about PostgreSQL, and not about what it was asked to keep. */
    private static boolean isUnable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException refusal) {
                String state = String.valueOf(refusal.getSqlState());
                return !OF_CONTENT.contains(state.substring(0, Math.min(CLASS, state.length())));
            }
            if (cause instanceof TimeoutException || cause instanceof IOException || cause instanceof VertxException) {
                return true;
            }
        }
        return false;
    }
}
