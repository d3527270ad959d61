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
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hands stage changes to the subscribers of this replica. Each has a position and takes what follows at its own pace: from
 * the window while it keeps up, from the log when it does not. So what a slow one has not taken yet costs no memory, and
 * going over from the log to what is live is nothing that could have a gap.
 */
@ApplicationScoped
public class LiveFeed {
    private static final StageChangeQuery EVERYTHING =
            new StageChangeQuery(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());

    private static final List<StageChange> NOTHING = List.of();

    /** Events that are sent without a pause: less than a millisecond's work. */
    private static final int IN_A_TURN = 10;

    private static final long TURN_MILLIS = 1;

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
     * Every stage change of the account after the position, or from the subscription on, in the order of the log, none
     * missing and none twice. Asks for no more than its subscriber does. Fails as CURSOR_EXPIRED when the log no longer reaches
     * back to its place.
     */
    public Multi<StageChange> stageChanges(AccountRef account, OptionalLong after) {
        Window window = window(account);
        return Multi.createBy()
                .repeating()
                .uni(() -> new AtomicLong(after.orElseGet(window::top)), place -> next(account, window, place))
                .indefinitely()
                .onItem()
                .transformToMultiAndConcatenate(this::inTurns)
                .onSubscription()
                .invoke(subscribers::incrementAndGet)
                .onTermination()
                .invoke(subscribers::decrementAndGet);
    }

    /** Whoever is far behind lets others have their turn on the event loop, above all those who keep up. */
    private Multi<StageChange> inTurns(List<StageChange> events) {
        if (events.size() <= IN_A_TURN) {
            return Multi.createFrom().iterable(events);
        }
        return Multi.createFrom()
                .iterable(events)
                .group()
                .intoLists()
                .of(IN_A_TURN)
                .onItem()
                .transformToMultiAndConcatenate(few -> turn().onItem()
                        .transformToMulti(ours -> Multi.createFrom().iterable(few)));
    }

    private Uni<Void> turn() {
        return Uni.createFrom().emitter(emitter -> vertx.setTimer(TURN_MILLIS, timer -> emitter.complete(null)));
    }

    /** Perhaps nothing: then it is asked again, from another place. */
    private Uni<List<StageChange>> next(AccountRef account, Window window, AtomicLong place) {
        if (place.get() == Window.UNKNOWN) {
            place.set(window.top());
        }
        long position = place.get();
        if (position == Window.UNKNOWN) {
            return window.beyond(position).replaceWith(NOTHING);
        }
        Window.Part part = window.after(position, config.batch());
        if (part instanceof Window.Part.Held held) {
            if (held.events().isEmpty()) {
                place.set(held.upTo());
                return window.beyond(held.upTo()).replaceWith(NOTHING);
            }
            place.set(held.upTo());
            return Uni.createFrom().item(held.events());
        }
        long top = ((Window.Part.InTheLog) part).top();
        // Whoever has a place in the log loses nothing by waiting for PostgreSQL.
        Uni<List<StageChange>> read = log.between(account, position, top, EVERYTHING, config.batch())
                .onFailure(failure -> !(failure instanceof CrmException))
                .retry()
                .withBackOff(config.poll(), LONGEST_PAUSE)
                .indefinitely();
        return read.invoke(events ->
                place.set(events.isEmpty() ? top : events.get(events.size() - 1).position()));
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
