package camp.elbrusboot.gateway.feed;

import camp.elbrusboot.gateway.crm.StageChange;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber on its way along the log of an account. It takes a step when it is owed something and there is something
 * beyond its place; otherwise it costs nothing, however much happens.
 *
 * <p>Written out instead of put together from operators: with a thousand subscribers each event goes this way a thousand
 * times.
 */
final class Follower implements Flow.Subscription {
    /** Events that are handed out without a pause: about a millisecond's work. */
    private static final int IN_A_TURN = 16;

    /** Three times as long as the work: whoever is behind leaves most of the machine to those who are not. */
    private static final long PAUSE_MILLIS = 3;

    private final Window window;
    private final Log log;
    private final int batch;
    private final Predicate<StageChange> wanted;
    private final Flow.Subscriber<? super StageChange> subscriber;
    private final Runnable atTheEnd;
    private final Vertx vertx;

    private final AtomicLong owed = new AtomicLong();
    private final AtomicBoolean ended = new AtomicBoolean();

    /** How often somebody has wanted a step since the last one began: one thread steps at a time. */
    private final AtomicInteger steps = new AtomicInteger();

    private final Runnable wake = this::step;

    // What follows changes only within a step.
    private final Queue<StageChange> found = new ArrayDeque<>();
    private long place;
    private int inThisTurn;

    /** For the log, or for others who have their turn. */
    private volatile boolean waiting;

    private volatile @Nullable Cancellable read;

    /** What the log has between two positions, in parts; perhaps nothing. */
    @FunctionalInterface
    interface Log {
        Uni<List<StageChange>> between(long after, long upTo);
    }

    /** @param place where it begins; {@link Window#UNKNOWN} for the end of the log as soon as that is known */
    Follower(
            Window window,
            Log log,
            int batch,
            long place,
            Predicate<StageChange> wanted,
            Flow.Subscriber<? super StageChange> subscriber,
            Runnable atTheEnd,
            Vertx vertx) {
        this.window = window;
        this.log = log;
        this.batch = batch;
        this.place = place;
        this.wanted = wanted;
        this.subscriber = subscriber;
        this.atTheEnd = atTheEnd;
        this.vertx = vertx;
    }

    @Override
    public void request(long more) {
        if (more <= 0) {
            fail(new IllegalArgumentException("a subscriber has to ask for more than nothing"));
            return;
        }
        owed.accumulateAndGet(more, (before, added) -> before + added < 0 ? Long.MAX_VALUE : before + added);
        step();
    }

    @Override
    public void cancel() {
        end();
    }

    /** Whether it was this that ended it. */
    private boolean end() {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        window.forget(wake);
        Cancellable underWay = read;
        if (underWay != null) {
            underWay.cancel();
        }
        atTheEnd.run();
        return true;
    }

    private void fail(Throwable failure) {
        if (end()) {
            subscriber.onError(failure);
        }
    }

    private void step() {
        if (steps.getAndIncrement() != 0) {
            return;
        }
        int taken = 1;
        do {
            while (!ended.get() && !waiting && owed.get() > 0 && advance()) {
                // Until there is nothing to be had, or nothing is wanted.
            }
            taken = steps.addAndGet(-taken);
        } while (taken != 0);
        if (ended.get()) {
            window.forget(wake);
        }
    }

    /** Whether another step may lead to something. */
    private boolean advance() {
        if (!found.isEmpty() && inThisTurn == IN_A_TURN) {
            pause();
            return true;
        }
        StageChange next = found.poll();
        if (next != null) {
            inThisTurn++;
            if (owed.get() != Long.MAX_VALUE) {
                owed.decrementAndGet();
            }
            subscriber.onNext(next);
            return true;
        }
        inThisTurn = 0;
        if (place == Window.UNKNOWN) {
            place = window.top();
            if (place == Window.UNKNOWN) {
                return !window.await(place, wake);
            }
        }
        Window.Part part = window.after(place, batch);
        if (part instanceof Window.Part.Held held) {
            place = held.upTo();
            find(held.events());
            return !held.events().isEmpty() || !window.await(place, wake);
        }
        read(((Window.Part.InTheLog) part).top());
        return true;
    }

    /** Whoever is far behind lets others have their turn, above all those who keep up. */
    private void pause() {
        waiting = true;
        vertx.setTimer(PAUSE_MILLIS, timer -> {
            inThisTurn = 0;
            waiting = false;
            step();
        });
    }

    private void find(List<StageChange> events) {
        for (StageChange event : events) {
            if (wanted.test(event)) {
                found.add(event);
            }
        }
    }

    private void read(long top) {
        waiting = true;
        Cancellable underWay = log.between(place, top)
                .subscribe()
                .with(
                        events -> {
                            place = events.isEmpty()
                                    ? top
                                    : events.get(events.size() - 1).position();
                            find(events);
                            waiting = false;
                            step();
                        },
                        this::fail);
        read = underWay;
        if (ended.get()) {
            underWay.cancel();
        }
    }
}
