package camp.elbrusboot.gateway.crm;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Lets so much work be under way at once; the rest begins, in the order in which it came, when some of that has ended. How
 * much waits is for its users to bound.
 */
public final class Turnstile {
    private final Queue<UniEmitter<? super Boolean>> waiting = new ArrayDeque<>();
    private int free;

    public Turnstile(int places) {
        this.free = places;
    }

    /** For one subscription. Who goes away does not stop the work: a place is given back by its end alone. */
    public <T> Uni<T> pass(Uni<T> work) {
        return Uni.createFrom()
                .<Boolean>emitter(this::enter)
                .flatMap(entered -> work.onTermination().invoke(this::leave))
                .memoize()
                .indefinitely();
    }

    /** How many have not begun. */
    public synchronized int waiting() {
        return waiting.size();
    }

    private void enter(UniEmitter<? super Boolean> newcomer) {
        synchronized (this) {
            if (free == 0) {
                waiting.add(newcomer);
                return;
            }
            free--;
        }
        newcomer.complete(true);
    }

    private void leave() {
        UniEmitter<? super Boolean> next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                free++;
                return;
            }
        }
        next.complete(true);
    }
}
