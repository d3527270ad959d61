package camp.elbrusboot.gateway.cache;

import java.util.ArrayDeque;
import java.util.Deque;

/** Lets so many work at once; the others begin, in the order in which they came, when one has finished. */
final class Permits {
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int free;

    Permits(int most) {
        free = most;
    }

    /** @param begin must not do the work itself, only see to it that it begins */
    void acquire(Runnable begin) {
        synchronized (this) {
            if (free == 0) {
                waiting.add(begin);
                return;
            }
            free--;
        }
        begin.run();
    }

    void release() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                free++;
                return;
            }
        }
        next.run();
    }

    synchronized int waiting() {
        return waiting.size();
    }
}
