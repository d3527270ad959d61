package camp.elbrusboot.gateway.feed;

import camp.elbrusboot.gateway.crm.CrmEvent;
import camp.elbrusboot.gateway.crm.StageChange;
import camp.elbrusboot.gateway.eventlog.LogCursors;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The newest stage changes of one account that may be told, so that subscribers who keep up do not read the log.
 *
 * <p>Invariant: what caches have not dropped yet is beyond {@link #top()}, and nobody is told of it.
 */
final class Window {
    /** Where the log ends has not been found out yet. */
    static final long UNKNOWN = -1;

    private static final Logger LOG = Logger.getLogger(Window.class);

    private final int size;
    private final Deque<StageChange> newest = new ArrayDeque<>();
    private final Set<Runnable> waiting = new LinkedHashSet<>();

    /** Every stage change after this one and up to the top is held. */
    private long floor;

    private long top = UNKNOWN;

    private @Nullable LogCursors cursors;

    Window(int size) {
        this.size = size;
    }

    /** Some stage changes after a position. */
    sealed interface Part {
        /**
         * What there is in the window.
         *
         * @param upTo nothing else lies between the position that was asked for and this one
         */
        record Held(List<StageChange> events, long upTo) implements Part {}

        /** It has to be read from the log, up to the top. */
        record InTheLog(long top) implements Part {}
    }

    /** This replica follows the log from here on. */
    void begin(long position, LogCursors ofAccount) {
        List<Runnable> woken;
        synchronized (this) {
            newest.clear();
            floor = position;
            top = position;
            cursors = ofAccount;
            woken = wakeable();
        }
        wake(woken);
    }

    /** One that fails must not keep the others waiting. */
    private static void wake(List<Runnable> waiting) {
        for (Runnable one : waiting) {
            try {
                one.run();
            } catch (RuntimeException fault) {
                LOG.error("A subscriber could not be woken", fault);
            }
        }
    }

    synchronized @Nullable LogCursors cursors() {
        return cursors;
    }

    private List<Runnable> wakeable() {
        List<Runnable> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    synchronized long top() {
        return top;
    }

    synchronized Part after(long position, int limit) {
        if (position < floor) {
            return new Part.InTheLog(top);
        }
        // Backwards: who keeps up is close to the end, and there may be many of them.
        Deque<StageChange> events = new ArrayDeque<>();
        Iterator<StageChange> backwards = newest.descendingIterator();
        while (backwards.hasNext()) {
            StageChange event = backwards.next();
            if (event.position() <= position) {
                break;
            }
            events.addFirst(event);
        }
        if (events.size() > limit) {
            List<StageChange> first = events.stream().limit(limit).toList();
            return new Part.Held(first, first.get(limit - 1).position());
        }
        return new Part.Held(List.copyOf(events), Math.max(position, top));
    }

    /** Up to there the log may have a gap: who is not as far has to be told so. */
    synchronized void raise(long logFloor) {
        if (logFloor > top) {
            floor = Math.max(floor, logFloor);
        }
    }

    /** Caches know of these: they may be told. */
    void append(List<? extends CrmEvent> events) {
        List<Runnable> woken;
        synchronized (this) {
            for (CrmEvent event : events) {
                if (event instanceof StageChange change) {
                    newest.addLast(change);
                }
                top = event.position();
            }
            while (newest.size() > size) {
                floor = newest.removeFirst().position();
            }
            woken = wakeable();
        }
        wake(woken);
    }

    /**
     * Runs this once, as soon as the top is beyond the position.
     *
     * @return false where it is already: then it is not run
     */
    synchronized boolean await(long position, Runnable wake) {
        if (top > position) {
            return false;
        }
        waiting.add(wake);
        return true;
    }

    synchronized void forget(Runnable wake) {
        waiting.remove(wake);
    }
}
