package camp.elbrusboot.gateway.budget;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The line of one integration's calls in this process. One question to Redis at a time, for the most urgent of them. */
final class Allowance {
    private static final Logger LOG = Logger.getLogger(Allowance.class);

    private final String integration;
    private final BudgetConfig config;
    private final FleetSlots fleet;
    private final OwnShare own;
    private final Replicas replicas;
    private final Holds holds;
    private final Vertx vertx;
    private final Clock clock;

    // Guarded by this.
    private final TreeSet<Waiter> line = new TreeSet<>(Waiter.ORDER);
    private long arrivals;
    private boolean asking;
    private boolean away;
    private long pausedUntil;
    private @Nullable Long timer;

    Allowance(String integration, BudgetConfig config, FleetSlots fleet, Holds holds, Vertx vertx, Clock clock) {
        this.integration = integration;
        this.config = config;
        this.fleet = fleet;
        this.own = new OwnShare(config.requestsPerSecond(), config.transit().toMillis());
        this.holds = holds;
        this.vertx = vertx;
        this.clock = clock;
        this.replicas =
                new Replicas(config.replicas(), Timing.grace(config.transit().toMillis()));
    }

    /** Emits, on any thread, when it is this spender's turn; fails when it will not be in time. */
    Uni<Grant> turn(Spender spender) {
        return Uni.createFrom().emitter(emitter -> enter(spender, emitter));
    }

    private void enter(Spender spender, UniEmitter<? super Grant> emitter) {
        Waiter waiter;
        Waiter refused = null;
        synchronized (this) {
            waiter = new Waiter(spender, ++arrivals, clock.millis(), emitter);
            line.add(waiter);
            long wait = (long) line.headSet(waiter).size() * 1_000 * replicas() / config.requestsPerSecond();
            if (wait > config.maxWait().toMillis()) {
                refused = waiter;
            } else if (line.size() > config.queue()) {
                refused = line.last();
            }
            if (refused != null) {
                line.remove(refused);
            }
        }
        if (refused != null) {
            refused.emitter().fail(tooMany(spender.account()));
        }
        if (!waiter.equals(refused)) {
            long deadline = vertx.setTimer(config.maxWait().toMillis(), t -> {
                if (leave(waiter)) {
                    emitter.fail(tooMany(spender.account()));
                }
            });
            emitter.onTermination(() -> {
                vertx.cancelTimer(deadline);
                leave(waiter);
            });
            pump();
        }
    }

    private synchronized boolean leave(Waiter waiter) {
        return line.remove(waiter);
    }

    CrmException tooMany(AccountRef account) {
        long wait;
        synchronized (this) {
            wait = Math.max(1_000, (long) line.size() * 1_000 * replicas() / config.requestsPerSecond());
        }
        return new CrmException(
                CrmErrorCode.UPSTREAM_RATE_LIMITED,
                "too many requests to amoCRM wait already for account " + account,
                Duration.ofMillis(wait));
    }

    /** Asks for a turn for the most urgent, unless that is being done. */
    void pump() {
        Waiter first;
        synchronized (this) {
            if (asking || line.isEmpty()) {
                return;
            }
            asking = true;
            first = line.first();
        }
        long now = clock.millis();
        String id = UUID.randomUUID().toString();
        if (isAway()) {
            answered(first, id, now, ofOwnShare(first, id, now), false);
        } else {
            fleet.turn(first.spender(), id, now - first.since())
                    .subscribe()
                    .with(turn -> understood(first, id, now, turn), failure -> {
                        lost(failure);
                        again(0);
                    });
        }
    }

    private FleetSlots.Turn ofOwnShare(Waiter first, String id, long now) {
        Hold hold = holds.current(first.spender().account());
        if (hold != null) {
            return new FleetSlots.Turn(
                    FleetSlots.Outcome.HELD, hold.until().toEpochMilli() - now, replicas(), hold.why());
        }
        long pause;
        synchronized (this) {
            pause = pausedUntil - now;
        }
        long wait = pause > 0 ? pause : own.take(id, now, replicas());
        return new FleetSlots.Turn(
                wait > 0 ? FleetSlots.Outcome.WAIT : FleetSlots.Outcome.GRANTED, wait, replicas(), null);
    }

    /** A fault of ours must not keep the line waiting for an answer that has come. */
    private void understood(Waiter first, String id, long now, FleetSlots.Turn turn) {
        try {
            answered(first, id, now, turn, true);
        } catch (RuntimeException fault) {
            LOG.error("A turn could not be given", fault);
            again(Timing.LONGEST_POLL);
        }
    }

    private void answered(Waiter first, String id, long askedAt, FleetSlots.Turn turn, boolean byFleet) {
        if (byFleet) {
            heard(turn);
        }
        AccountRef account = first.spender().account();
        switch (turn.outcome()) {
            case WAIT -> again(Math.min(Math.max(1, turn.millis()), Timing.LONGEST_POLL));
            case HELD -> {
                CrmErrorCode why = turn.why() == null ? CrmErrorCode.UPSTREAM_BLOCKED : turn.why();
                holds.learned(account, why, Duration.ofMillis(turn.millis()));
                CrmException held = Holds.failure(account, why, Duration.ofMillis(turn.millis()));
                takeAll(waiter -> waiter.spender().account().equals(account))
                        .forEach(waiter -> waiter.emitter().fail(held));
                again(0);
            }
            case GRANTED, GRANTED_AS_PROBE -> {
                boolean probe = turn.outcome() == FleetSlots.Outcome.GRANTED_AS_PROBE;
                if (!probe && byFleet) {
                    holds.over(account);
                }
                Waiter next = takeFirst(account);
                // The hold that was looked at is of this account: the turn is for nobody else's call.
                Grant grant = new Grant(id, next == null ? first.spender() : next.spender(), askedAt, byFleet, probe);
                if (next == null) {
                    release(grant, false);
                } else {
                    next.emitter().complete(grant);
                }
                again(0);
            }
        }
    }

    private synchronized @Nullable Waiter takeFirst(AccountRef account) {
        Waiter next = line.stream()
                .filter(waiter -> waiter.spender().account().equals(account))
                .findFirst()
                .orElse(null);
        if (next != null) {
            line.remove(next);
        }
        return next;
    }

    private synchronized List<Waiter> takeAll(Predicate<Waiter> which) {
        List<Waiter> taken = new ArrayList<>(line.stream().filter(which).toList());
        taken.forEach(line::remove);
        return taken;
    }

    private void again(long wait) {
        synchronized (this) {
            asking = false;
            if (timer != null) {
                vertx.cancelTimer(timer);
                timer = null;
            }
            if (wait > 0 && !line.isEmpty()) {
                timer = vertx.setTimer(wait, t -> pump());
            }
        }
        if (wait == 0) {
            pump();
        }
    }

    /** The call of the grant has ended, or is not going to be made. */
    void release(Grant grant, boolean wentWell) {
        AccountRef account = grant.spender().account();
        // Without Redis no call is known for a probe; one that goes well after the pause is as good.
        boolean tried = grant.probe() || (!grant.byFleet() && holds.current(account) == null);
        if (tried && wentWell) {
            holds.over(account);
        }
        if (!grant.byFleet()) {
            own.release(grant.id(), clock.millis(), replicas());
            return;
        }
        // Without Redis' answer the slot becomes free by itself, only later.
        fleet.release(grant.spender(), grant.id(), grant.probe() && wentWell)
                .subscribe()
                .with(done -> {}, failure -> LOG.debug("A slot could not be given back", failure));
    }

    /** The sign of life, by which Redis counts the replicas and this process learns whether Redis is there. */
    void beat() {
        synchronized (this) {
            // Who waits asks often enough.
            if (!away && (asking || !line.isEmpty())) {
                return;
            }
        }
        fleet.beat(integration).subscribe().with(this::heard, this::lost);
    }

    private void heard(FleetSlots.Turn turn) {
        boolean back;
        synchronized (this) {
            back = away;
            away = false;
        }
        replicas.heard(turn.replicas(), clock.millis());
        if (back) {
            LOG.info("Redis is back: the replicas share the allowance again");
        }
    }

    private void lost(Throwable failure) {
        synchronized (this) {
            if (away) {
                return;
            }
            away = true;
            own.begin(clock.millis());
        }
        LOG.warnf(
                "Redis cannot be used for the allowance; this replica keeps to its share, 1 of %d: %s",
                replicas(), failure);
    }

    /** Nobody calls for a while, whatever Redis says. */
    void pause(Duration pause) {
        synchronized (this) {
            pausedUntil = clock.millis() + pause.toMillis();
        }
    }

    Uni<Void> leaveFleet() {
        return fleet.leave(integration);
    }

    synchronized boolean isAway() {
        return away;
    }

    int replicas() {
        return replicas.count();
    }

    synchronized int waiting() {
        return line.size();
    }
}
