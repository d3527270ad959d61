package camp.elbrusboot.gateway.budget;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Lets calls to amoCRM start in their turn, within what amoCRM allows to an integration in the whole fleet. */
@ApplicationScoped
public class Budget {
    private static final Logger LOG = Logger.getLogger(Budget.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int MOST_JITTER = 50;

    private final BudgetConfig config;
    private final FleetSlots fleet;
    private final Holds holds;
    private final Vertx vertx;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Map<String, Allowance> allowances = new ConcurrentHashMap<>();
    private long beat;

    Budget(BudgetConfig config, ReactiveRedisDataSource redis, Vertx vertx, Clock clock, MeterRegistry meters) {
        this.config = config;
        this.fleet = new FleetSlots(
                redis,
                UUID.randomUUID().toString(),
                config.requestsPerSecond(),
                config.transit().toMillis());
        this.holds = new Holds(clock);
        this.vertx = vertx;
        this.clock = clock;
        this.meters = meters;
        meters.gauge("gateway.upstream.waiting", allowances, all -> all.values().stream()
                .mapToInt(Allowance::waiting)
                .sum());
        meters.gauge(
                "gateway.upstream.redis.away",
                allowances,
                all -> all.values().stream().anyMatch(Allowance::isAway) ? 1 : 0);
        meters.gauge(
                "gateway.upstream.replicas",
                allowances,
                all -> all.values().stream().mapToInt(Allowance::replicas).max().orElse(0));
    }

    @PostConstruct
    void beat() {
        beat = vertx.setPeriodic(Timing.BEAT, timer -> allowances.values().forEach(Allowance::beat));
    }

    @PreDestroy
    void leave() {
        vertx.cancelTimer(beat);
        allowances.values().forEach(allowance -> allowance
                .leaveFleet()
                .subscribe()
                .with(done -> {}, failure -> LOG.debug("Redis was not told that this replica goes", failure)));
    }

    /** Takes part in sharing the integration's allowance from now on. */
    public void join(String integration) {
        allowance(integration).beat();
    }

    /**
     * Subscribes to the call in its turn, on the caller's context; its slot cools down from the moment at which the call
     * ends, and one that is cancelled keeps it for as long as a call may be on its way. Fails as UPSTREAM_RATE_LIMITED when its turn would come too late, and with the code of the hold when
     * the account is held.
     */
    public <T> Uni<T> spend(Spender spender, Supplier<Uni<T>> call) {
        return onCaller(Uni.createFrom().deferred(() -> spend(spender, call, clock.millis())));
    }

    private <T> Uni<T> spend(Spender spender, Supplier<Uni<T>> call, long begin) {
        Context caller = vertx.getOrCreateContext();
        Allowance allowance = allowance(spender.integration());
        return allowance
                .turn(spender)
                .emitOn(task -> caller.runOnContext(ignored -> task.run()))
                .onFailure()
                .invoke(() -> meters.counter("gateway.upstream.refused", "priority", tag(spender))
                        .increment())
                .flatMap(grant -> {
                    long now = clock.millis();
                    if (now - grant.askedAt() > Timing.LATE) {
                        allowance.release(grant, false);
                        return now - begin > config.maxWait().toMillis()
                                ? Uni.createFrom().failure(allowance.tooMany(spender.account()))
                                : spend(spender, call, begin);
                    }
                    meters.counter("gateway.upstream.calls", "priority", tag(spender))
                            .increment();
                    meters.timer("gateway.upstream.wait", "priority", tag(spender))
                            .record(now - begin, TimeUnit.MILLISECONDS);
                    return call.get().onTermination().invoke((item, failure, cancelled) -> {
                        // What nobody waits for any more may still be on its way to amoCRM.
                        if (!cancelled) {
                            allowance.release(grant, failure == null);
                        }
                    });
                });
    }

    /** Time-outs emit on threads of their own; whoever holds a session of the database must stay on its context. */
    private <T> Uni<T> onCaller(Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            Context caller = vertx.getOrCreateContext();
            return work.emitOn(task -> caller.runOnContext(ignored -> task.run()));
        });
    }

    /** amoCRM has answered 429: nobody of the integration calls for a while, longer each time within a minute. */
    public Uni<Void> slowDown(String integration) {
        int jitter = ThreadLocalRandom.current().nextInt(MOST_JITTER + 1);
        return onCaller(fleet.slowDown(integration, FIRST_PAUSE, LONGEST_PAUSE, jitter)
                .onFailure()
                .recoverWithItem(
                        () -> FIRST_PAUSE.plus(FIRST_PAUSE.multipliedBy(jitter).dividedBy(100)))
                .invoke(pause -> {
                    allowance(integration).pause(pause);
                    LOG.warnf("amoCRM has answered 429: no calls for %d ms", pause.toMillis());
                })
                .replaceWithVoid());
    }

    /**
     * Stops all calls of an account. After the pause single calls try whether it is over; the first that goes well ends
     * the hold.
     */
    public Uni<Void> hold(String integration, AccountRef account, CrmErrorCode why, Duration pause) {
        holds.learned(account, why, pause);
        return onCaller(fleet.hold(integration, account, why, pause).onFailure().recoverWithNull());
    }

    /** The hold of the account, by Redis or, when that is away, as far as this replica knows. */
    public Uni<Optional<Hold>> held(String integration, AccountRef account) {
        return Uni.createFrom().deferred(() -> {
            Context caller = vertx.getOrCreateContext();
            return fleet.held(integration, account)
                    .map(found -> found.map(parts -> Holds.of(parts[0], parts[1])))
                    .onFailure()
                    .recoverWithItem(() -> Optional.ofNullable(holds.any(account)))
                    .emitOn(task -> caller.runOnContext(ignored -> task.run()));
        });
    }

    /** Whether this replica keeps to its own share for want of Redis. */
    boolean isAway(String integration) {
        return allowance(integration).isAway();
    }

    private Allowance allowance(String integration) {
        return allowances.computeIfAbsent(integration, name -> new Allowance(name, config, fleet, holds, vertx, clock));
    }

    private static String tag(Spender spender) {
        return spender.priority().name();
    }
}
