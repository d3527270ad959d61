package camp.elbrusboot.gateway.account;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.Queue;

/** Lets so many through at once. The rest waits; there is at most one renewal of each account, so the line is bounded. */
final class Turnstile {
    private final Queue<UniEmitter<? super Boolean>> waiting = new ArrayDeque<>();
    private int free;

    Turnstile(int places) {
        this.free = places;
    }

    /** For one subscription. Who goes away does not stop the work: a place is given back by its end alone. */
    <T> Uni<T> pass(Uni<T> work) {
        return Uni.createFrom()
                .<Boolean>emitter(this::enter)
                .flatMap(entered -> work.onTermination().invoke(this::leave))
                .memoize()
                .indefinitely();
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
