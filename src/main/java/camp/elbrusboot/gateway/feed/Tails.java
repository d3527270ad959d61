package camp.elbrusboot.gateway.feed;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.eventlog.EventLog;
import camp.elbrusboot.gateway.eventlog.StageChangeHistory;
import camp.elbrusboot.gateway.eventlog.Wakeups;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** This replica's tails, one for each account, woken by PostgreSQL and, should that fail, by the poll. */
@ApplicationScoped
public class Tails {
    private final EventLog log;
    private final StageChangeHistory history;
    private final Wakeups wakeups;
    private final List<BeforeFanOut> first;
    private final LiveFeed live;
    private final FeedConfig config;
    private final Vertx vertx;
    private final List<Tail> running = new CopyOnWriteArrayList<>();
    private final AtomicBoolean listening = new AtomicBoolean();

    Tails(
            EventLog log,
            StageChangeHistory history,
            Wakeups wakeups,
            @All List<BeforeFanOut> first,
            LiveFeed live,
            FeedConfig config,
            Vertx vertx) {
        this.log = log;
        this.history = history;
        this.wakeups = wakeups;
        this.first = first;
        this.live = live;
        this.config = config;
        this.vertx = vertx;
    }

    /** Completes when every tail knows where it begins: from then on no event is missed. */
    public Uni<Void> start(Collection<AccountRef> accounts) {
        List<Tail> tails = accounts.stream()
                .map(account -> new Tail(account, log, first, live, config.batch()))
                .toList();
        List<Uni<Void>> starts = tails.stream().map(this::start).toList();
        return Uni.join().all(starts).andFailFast().replaceWithVoid().invoke(() -> {
            running.addAll(tails);
            // Once, however many are started later: each listener keeps a connection.
            if (listening.compareAndSet(false, true)) {
                wakeups.listen(() -> running.forEach(Tail::wake));
                vertx.setPeriodic(config.poll().toMillis(), timer -> running.forEach(Tail::wake));
            }
        });
    }

    private Uni<Void> start(Tail tail) {
        AccountRef account = tail.account();
        return history.cursors(account).flatMap(cursors -> log.end(account).flatMap(end -> {
            Uni<Void> begun = Uni.createFrom().voidItem();
            for (BeforeFanOut listener : first) {
                begun = begun.chain(() -> listener.begin(account, end));
            }
            return begun.invoke(() -> {
                live.window(account).begin(end, cursors);
                tail.start(end);
            });
        }));
    }
}
