package camp.elbrusboot.gateway.feed;

import camp.elbrusboot.gateway.crm.CrmEvent;
import camp.elbrusboot.gateway.crm.StageChange;
import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The newest stage changes of one account that may be told, so that subscribers who keep up do not read the log.
 *
 * <p>Invariant: what caches have not dropped yet is beyond {@link #top()}, and nobody is told of it.
 */
final class Window {
    private final int size;
    private final Deque<StageChange> newest = new ArrayDeque<>();
    private final Set<Runnable> waiting = new LinkedHashSet<>();

    /** Every stage change after this one and up to the top is held. */
    private long floor;

    private long top;

    Window(int size) {
        this.size = size;
    }

    /** Some stage changes after a position. */
    sealed interface Part {
        /**
         * @param upTo nothing else lies between the position that was asked for and this one
         */
        record Held(List<StageChange> events, long upTo) implements Part {}

        /** It has to be read from the log, up to the top. */
        record InTheLog(long top) implements Part {}
    }

    synchronized void begin(long position) {
        newest.clear();
        floor = position;
        top = position;
    }

    synchronized long top() {
        return top;
    }

    synchronized Part after(long position, int limit) {
        if (position < floor) {
            return new Part.InTheLog(top);
        }
        List<StageChange> events = new ArrayList<>();
        for (StageChange event : newest) {
            if (event.position() > position) {
                if (events.size() == limit) {
                    return new Part.Held(events, events.get(limit - 1).position());
                }
                events.add(event);
            }
        }
        return new Part.Held(events, Math.max(position, top));
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
            woken = List.copyOf(waiting);
            waiting.clear();
        }
        woken.forEach(Runnable::run);
    }

    /** Completes as soon as the top is beyond the position. */
    Uni<Void> beyond(long position) {
        return Uni.createFrom().emitter(emitter -> {
            Runnable wake = () -> emitter.complete(null);
            synchronized (this) {
                if (top <= position) {
                    waiting.add(wake);
                    emitter.onTermination(() -> forget(wake));
                    return;
                }
            }
            wake.run();
        });
    }

    private synchronized void forget(Runnable wake) {
        waiting.remove(wake);
    }
}
