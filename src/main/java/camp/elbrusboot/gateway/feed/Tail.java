package camp.elbrusboot.gateway.feed;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmEvent;
import camp.elbrusboot.gateway.eventlog.EventLog;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Follows the log of one account: reads what is new, lets caches drop what it touches, then publishes the stage changes
 * in it; changes of entities are for caches alone. One reading at a time; a wake-up during one leads to another.
 */
final class Tail {
    private static final Logger LOG = Logger.getLogger(Tail.class);

    private final AccountRef account;
    private final EventLog log;
    private final List<BeforeFanOut> first;
    private final LiveFeed live;
    private final int batch;

    private final AtomicBoolean reading = new AtomicBoolean();
    private final AtomicBoolean woken = new AtomicBoolean();

    /** Position of the last event that was handled; negative until the start is known. */
    private volatile long position = -1;

    private volatile boolean failing;

    Tail(AccountRef account, EventLog log, List<BeforeFanOut> first, LiveFeed live, int batch) {
        this.account = account;
        this.log = log;
        this.first = first;
        this.live = live;
        this.batch = batch;
    }

    AccountRef account() {
        return account;
    }

    /** Begins after {@code from}. */
    void start(long from) {
        this.position = from;
        wake();
    }

    /** The log may have grown. */
    void wake() {
        woken.set(true);
        if (position >= 0 && reading.compareAndSet(false, true)) {
            woken.set(false);
            read().subscribe().with(this::done, this::failed);
        }
    }

    private Uni<Boolean> read() {
        long from = position;
        return log.after(account, from, batch).flatMap(reading -> {
            List<CrmEvent> events = reading.events();
            if (events.isEmpty()) {
                return Uni.createFrom().item(false);
            }
            return tell(from, events)
                    .invoke(told -> {
                        position = events.get(events.size() - 1).position();
                        // What was deleted before this replica came to it, subscribers have missed, too.
                        live.window(account).raise(reading.floor());
                        live.publish(account, events);
                    })
                    .replaceWith(events.size() == batch);
        });
    }

    private Uni<Void> tell(long from, List<CrmEvent> events) {
        Uni<Void> told = Uni.createFrom().voidItem();
        for (BeforeFanOut listener : first) {
            told = told.chain(() -> listener.accept(account, from, events));
        }
        return told;
    }

    private void done(boolean more) {
        if (failing) {
            failing = false;
            LOG.infof("Account %s: the log can be read again", account);
        }
        reading.set(false);
        if (more || woken.get()) {
            wake();
        }
    }

    private void failed(Throwable failure) {
        if (!failing) {
            failing = true;
            LOG.warnf("Account %s: the log cannot be read, trying again: %s", account, failure.getMessage());
        }
        reading.set(false);
    }
}
