package camp.elbrusboot.gateway.feed;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.OwnWebhook;
import camp.elbrusboot.gateway.crm.StageChangeFeed;
import camp.elbrusboot.gateway.eventlog.MissedChanges;
import camp.elbrusboot.gateway.eventlog.RepairPlaces;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Makes good what webhooks have missed, and watches over the webhooks themselves. Every replica tries at each interval; for
 * each account one of them has the lease. See docs/decisions/0014-repair.md.
 */
@ApplicationScoped
public class Repairs {
    private static final Logger LOG = Logger.getLogger(Repairs.class);

    /** Accounts at once, so that one that is slow does not keep the others, nor all of them the database. */
    private static final int AT_ONCE = 8;

    private final StageChangeFeed feed;
    private final OwnWebhook webhook;
    private final MissedChanges log;
    private final RepairPlaces places;
    private final Standings standings;
    private final RepairConfig config;
    private final Clock clock;
    private final Vertx vertx;
    private final MeterRegistry meters;
    private final String holder = UUID.randomUUID().toString();
    private final Map<AccountRef, AccountRepair> accounts = new ConcurrentHashMap<>();
    private final AtomicBoolean ticking = new AtomicBoolean();
    private volatile boolean stopped;

    Repairs(
            StageChangeFeed feed,
            OwnWebhook webhook,
            MissedChanges log,
            RepairPlaces places,
            Standings standings,
            RepairConfig config,
            Clock clock,
            Vertx vertx,
            MeterRegistry meters) {
        this.feed = feed;
        this.webhook = webhook;
        this.log = log;
        this.places = places;
        this.standings = standings;
        this.config = config;
        this.clock = clock;
        this.vertx = vertx;
        this.meters = meters;
    }

    /** From now on, at once and at each interval. */
    public void begin(AccountRef account) {
        if (!config.enabled()) {
            return;
        }
        boolean served = feed.isServed(account);
        Gauge.builder("gateway.repair.on", () -> served ? 1 : 0)
                .description("Whether what webhooks miss is made good: 0 for an account that API v2 alone serves")
                .tag("account", account.toString())
                .register(meters);
        if (!served) {
            LOG.infof(
                    "Account %s: API v2 has no event feed, so what webhooks miss is not made good and they are not watched",
                    account);
            return;
        }
        run(List.of(accounts.computeIfAbsent(account, this::repair)));
        if (ticking.compareAndSet(false, true)) {
            vertx.setPeriodic(config.interval().toMillis(), timer -> {
                if (stopped) {
                    vertx.cancelTimer(timer);
                } else {
                    run(accounts.values());
                }
            });
        }
    }

    private AccountRepair repair(AccountRef account) {
        return new AccountRepair(
                account,
                holder,
                feed,
                log,
                places,
                new HookWatch(account, webhook, config),
                standings,
                config,
                clock,
                meters);
    }

    private void run(Collection<AccountRepair> turns) {
        learn().chain(() -> Multi.createFrom()
                        .iterable(turns)
                        .onItem()
                        .transformToUni(AccountRepair::turn)
                        .merge(AT_ONCE)
                        .collect()
                        .last())
                .subscribe()
                .with(done -> {});
    }

    /** What the others have found out; what was known holds where it cannot be read. */
    private Uni<Void> learn() {
        return places.standings()
                .invoke(all -> all.stream()
                        .filter(standing -> accounts.containsKey(standing.account()))
                        .forEach(standings::take))
                .onFailure()
                .invoke(failure -> LOG.debugf("How the repair stands cannot be read: %s", failure))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }
}
