package camp.elbrusboot.gateway.feed;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmEvent;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.StageChange;
import camp.elbrusboot.gateway.crm.StageChangeQuery;
import camp.elbrusboot.gateway.eventlog.StageChangeHistory;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Hands stage changes to the subscribers of this replica. Each has a position and takes what follows at its own pace: from
 * the window while it keeps up, from the log when it does not. So what a slow one has not taken yet costs no memory, and
 * going over from the log to what is live is nothing that could have a gap.
 */
@ApplicationScoped
public class LiveFeed {
    private static final StageChangeQuery EVERYTHING =
            new StageChangeQuery(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());

    /** Events that a subscriber takes at once from the log; they are held in memory for it. */
    private static final int AT_A_TIME = 100;

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final StageChangeHistory log;
    private final FeedConfig config;
    private final Vertx vertx;
    private final AtomicInteger subscribers;
    private final Counter published;
    private final Map<AccountRef, Window> windows = new ConcurrentHashMap<>();

    LiveFeed(StageChangeHistory log, FeedConfig config, Vertx vertx, MeterRegistry meters) {
        this.log = log;
        this.config = config;
        this.vertx = vertx;
        this.subscribers = meters.gauge("gateway.feed.subscribers", new AtomicInteger());
        this.published = meters.counter("gateway.feed.events");
    }

    /**
     * Those stage changes of the account after the position, or from the subscription on, that are wanted, in the order of the
     * log, none missing and none twice. Asks for no more than its subscriber does. Fails as CURSOR_EXPIRED when the log no
     * longer reaches back to its place.
     */
    public Multi<StageChange> stageChanges(AccountRef account, OptionalLong after, Predicate<StageChange> wanted) {
        Window window = window(account);
        return Multi.createFrom().publisher(subscriber -> {
            Follower follower = new Follower(
                    window,
                    (from, upTo) -> read(account, from, upTo),
                    AT_A_TIME,
                    after.orElseGet(window::top),
                    wanted,
                    subscriber,
                    subscribers::decrementAndGet,
                    vertx);
            subscribers.incrementAndGet();
            subscriber.onSubscribe(follower);
        });
    }

    /** Whoever has a place in the log loses nothing by waiting for PostgreSQL. */
    private Uni<List<StageChange>> read(AccountRef account, long after, long upTo) {
        return log.between(account, after, upTo, EVERYTHING, AT_A_TIME)
                .onFailure(failure -> !(failure instanceof CrmException))
                .retry()
                .withBackOff(config.poll(), LONGEST_PAUSE)
                .indefinitely();
    }

    /** That of the account. */
    Window window(AccountRef account) {
        return windows.computeIfAbsent(account, a -> new Window(config.window()));
    }

    /** Caches know of these: subscribers may be told. */
    void publish(AccountRef account, List<? extends CrmEvent> events) {
        published.increment(
                (double) events.stream().filter(StageChange.class::isInstance).count());
        window(account).append(events);
    }
}
