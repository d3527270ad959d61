package camp.elbrusboot.gateway.eventlog;

import camp.elbrusboot.gateway.crm.AccountRef;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Promise;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
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
    private final Clock clock;
    private final DistributionSummary sizes;
    private final AtomicInteger waiting;
    private final Map<AccountRef, Line> lines = new HashMap<>();

    Inbox(EventLog log, LogConfig config, Clock clock, MeterRegistry meters) {
        this.log = log;
        this.config = config;
        this.clock = clock;
        this.sizes = meters.summary("gateway.inbox.batch");
        this.waiting = meters.gauge("gateway.inbox.waiting", new AtomicInteger());
    }

    /** More deliveries wait than may, or this one has waited for too long. */
    public static final class Full extends Exception {
        private static final long serialVersionUID = 1;

        Full() {
            super("more webhooks come than can be kept", null, false, false);
        }
    }

    private record Arrival(ReceivedDelivery delivery, Instant deadline, Promise<Integer> kept) {}

    /** What waits for one account. */
    private static final class Line {
        private final Deque<Arrival> arrivals = new ArrayDeque<>();
        private boolean writing;
    }

    /**
     * Emits, after the commit, how many stage changes the log had not had. Fails with {@link Full}, and as the
     * database does when it cannot keep it; then it may have been kept all the same.
     */
    public Uni<Integer> take(AccountRef account, ReceivedDelivery delivery) {
        return Uni.createFrom().deferred(() -> {
            if (waiting.incrementAndGet() > config.inbox()) {
                waiting.decrementAndGet();
                return Uni.createFrom().failure(new Full());
            }
            Arrival arrival = new Arrival(delivery, clock.instant().plus(config.patience()), Promise.promise());
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
        List<Arrival> late = new ArrayList<>();
        synchronized (this) {
            Line line = lines.get(account);
            if (line == null || line.writing) {
                return;
            }
            Instant now = clock.instant();
            while (batch.size() < MOST && !line.arrivals.isEmpty()) {
                Arrival next = line.arrivals.remove();
                (now.isAfter(next.deadline()) ? late : batch).add(next);
            }
            if (batch.isEmpty()) {
                lines.remove(account);
            } else {
                line.writing = true;
            }
        }
        // Its sender has given up, and comes again: to keep it now would keep others waiting for nothing.
        fail(late, new Full());
        if (!batch.isEmpty()) {
            sizes.record(batch.size());
            append(account, batch).subscribe().with(done -> next(account), failure -> {
                fail(left(account, failure), failure);
                fail(batch, failure);
                next(account);
            });
        }
    }

    /** One that PostgreSQL will not take must not cost the others their place, nor one broken connection all of them. */
    private Uni<Void> append(AccountRef account, List<Arrival> batch) {
        Instant deadline = clock.instant().plus(config.patience());
        return log.append(account, batch.stream().map(Arrival::delivery).toList(), config.patience())
                .onFailure(failure -> isUnable(failure) && !isSlow(failure))
                .retry()
                .atMost(1)
                .invoke(appended -> {
                    // The stage changes are counted with the first.
                    keep(batch.get(0), appended);
                    batch.subList(1, batch.size()).forEach(arrival -> keep(arrival, 0));
                })
                .replaceWithVoid()
                .onFailure(failure -> batch.size() > 1 && !isUnable(failure))
                .recoverWithUni(() -> Multi.createFrom()
                        .iterable(batch)
                        .onItem()
                        .transformToUniAndConcatenate(arrival -> alone(account, arrival, deadline))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    private Uni<Void> alone(AccountRef account, Arrival arrival, Instant deadline) {
        if (clock.instant().isAfter(deadline)) {
            fail(List.of(arrival), new Full());
            return Uni.createFrom().voidItem();
        }
        return log.append(account, List.of(arrival.delivery()), config.patience())
                .invoke(appended -> keep(arrival, appended))
                .replaceWithVoid()
                .onFailure(failure -> !isUnable(failure))
                .recoverWithUni(failure -> {
                    fail(List.of(arrival), failure);
                    return Uni.createFrom().voidItem();
                });
    }

    /** Those that would wait for what has just not come in time. */
    private synchronized List<Arrival> left(AccountRef account, Throwable failure) {
        Line line = lines.get(account);
        if (line == null || !isSlow(failure)) {
            return List.of();
        }
        List<Arrival> left = List.copyOf(line.arrivals);
        line.arrivals.clear();
        return left;
    }

    private void next(AccountRef account) {
        synchronized (this) {
            Line line = lines.get(account);
            if (line != null) {
                line.writing = false;
            }
        }
        write(account);
    }

    /** Whoever hears the answer may come again at once, and finds the place free. */
    private void keep(Arrival arrival, int appended) {
        waiting.decrementAndGet();
        arrival.kept().complete(appended);
    }

    /** Those that have not been answered. */
    private void fail(List<Arrival> arrivals, Throwable failure) {
        for (Arrival arrival : arrivals) {
            if (!arrival.kept().future().isComplete()) {
                waiting.decrementAndGet();
                arrival.kept().fail(failure);
            }
        }
    }

    private static boolean isSlow(Throwable failure) {
        return failure instanceof TimeoutException;
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
