package camp.elbrusboot.gateway.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way to one destination: one webhook at a time, so that they arrive in the order in which they were announced.
 * Bounded; what does not fit is lost, as it would be with a receiver that is down for hours.
 */
final class HookQueue {
    private static final int MOST_WAITING = 50_000;

    private final Function<Hook, CompletableFuture<Void>> sender;
    private final Deque<Hook> waiting = new ArrayDeque<>();
    private @Nullable Hook heldBack;
    private boolean sending;

    HookQueue(Function<Hook, CompletableFuture<Void>> sender) {
        this.sender = sender;
    }

    synchronized void add(Hook hook) {
        if (waiting.size() >= MOST_WAITING) {
            return;
        }
        waiting.addLast(hook);
        releaseHeldBack();
        proceed();
    }

    /** Lets the next one overtake this one. */
    synchronized void holdBack(Hook hook) {
        releaseHeldBack();
        heldBack = hook;
    }

    /** Sends what was held back, if nothing has overtaken it yet. */
    @SuppressWarnings("ReferenceEquality") // This very webhook, not one that looks like it.
    synchronized void release(Hook hook) {
        if (heldBack == hook) {
            releaseHeldBack();
            proceed();
        }
    }

    private synchronized void releaseHeldBack() {
        if (heldBack != null) {
            waiting.addLast(heldBack);
            heldBack = null;
        }
    }

    private synchronized void proceed() {
        while (!sending) {
            Hook hook = waiting.pollFirst();
            if (hook == null) {
                return;
            }
            CompletableFuture<Void> reply = sender.apply(hook);
            // What is done at once (a destination that is gone) must not grow the stack.
            if (!reply.isDone()) {
                sending = true;
                var unused = reply.whenComplete((done, failure) -> sent());
            }
        }
    }

    private synchronized void sent() {
        sending = false;
        proceed();
    }
}
