package camp.elbrusboot.gateway.budget;

import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.Comparator;

/**
 * A call that waits for its turn.
 *
 * @param number of its arrival in this process
 * @param since milliseconds of the clock
 */
record Waiter(Spender spender, long number, long since, UniEmitter<? super Grant> emitter) {
    /** The most urgent first, then who came first. */
    static final Comparator<Waiter> ORDER =
            Comparator.comparing((Waiter w) -> w.spender().priority()).thenComparingLong(Waiter::number);
}
