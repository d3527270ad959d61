package camp.elbrusboot.gateway.feed;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.RecordedStageChange;
import camp.elbrusboot.gateway.crm.StageChangeFeed;
import camp.elbrusboot.gateway.crm.WebhookState;
import camp.elbrusboot.gateway.eventlog.MissedChanges;
import camp.elbrusboot.gateway.eventlog.RepairPlaces;
import camp.elbrusboot.gateway.eventlog.RepairProgress;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** The turns of this replica at one account: each does something only where no other replica has the lease. */
final class AccountRepair {
    private static final Logger LOG = Logger.getLogger(AccountRepair.class);

    private final AccountRef account;
    private final String holder;
    private final StageChangeFeed feed;
    private final MissedChanges log;
    private final RepairPlaces places;
    private final HookWatch watch;
    private final Standings standings;
    private final RepairConfig config;
    private final Clock clock;
    private final MeterRegistry meters;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile boolean failing;

    AccountRepair(
            AccountRef account,
            String holder,
            StageChangeFeed feed,
            MissedChanges log,
            RepairPlaces places,
            HookWatch watch,
            Standings standings,
            RepairConfig config,
            Clock clock,
            MeterRegistry meters) {
        this.account = account;
        this.holder = holder;
        this.feed = feed;
        this.log = log;
        this.places = places;
        this.watch = watch;
        this.standings = standings;
        this.config = config;
        this.clock = clock;
        this.meters = meters;
        // There from the start, so that an alarm on it has something to look at.
        meters.counter("gateway.repair.failures", "account", account.toString());
        meters.counter("gateway.repair.events", "account", account.toString());
    }

    /** One at a time: nothing while the one before has not ended. Never fails; what it could not do the next one will. */
    Uni<Void> turn() {
        return busy.compareAndSet(false, true)
                ? held().flatMap(held -> held.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : pass(held.get()).chain(this::webhook))
                        .onFailure()
                        .invoke(this::failed)
                        .onFailure()
                        .recoverWithNull()
                        .onTermination()
                        .invoke(() -> busy.set(false))
                : Uni.createFrom().voidItem();
    }

    private Uni<Optional<RepairProgress>> held() {
        // Two turns, and some time for the call that may be under way when this replica dies or pauses.
        Duration lease = config.interval().multipliedBy(2).plusSeconds(5);
        return places.hold(account, holder, lease, clock.instant().minus(config.lag()));
    }

    private Uni<Void> pass(RepairProgress progress) {
        standings.seen(account, progress.seenUntil());
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return within(progress, now)
                .flatMap(start -> new RepairPass(
                                (from, to, page) -> feed.page(account, from, to, page), ledger(), config, now)
                        .run(start))
                .invoke(this::succeeded)
                .onFailure()
                .invoke(this::failed)
                // The webhook is another matter.
                .onFailure()
                .recoverWithNull();
    }

    private Uni<RepairProgress> within(RepairProgress progress, Instant now) {
        Instant earliest = now.minus(config.reach());
        if (!progress.nextFrom().isBefore(earliest)) {
            return Uni.createFrom().item(progress);
        }
        RepairProgress start = new RepairProgress(earliest, progress.seenUntil(), null, 1);
        return places.note(account, holder, start)
                .invoke(noted -> skipped(progress, earliest))
                .replaceWith(start);
    }

    private void skipped(RepairProgress progress, Instant earliest) {
        long skipped = Duration.between(progress.nextFrom(), earliest).toSeconds();
        LOG.warnf(
                "Account %s: stage changes between %s and %s are not looked for, as that is longer ago than %s",
                account, progress.nextFrom(), earliest, config.reach());
        meters.counter("gateway.repair.skipped.seconds", "account", account.toString())
                .increment((double) skipped);
    }

    private RepairPass.Ledger ledger() {
        return new RepairPass.Ledger() {
            @Override
            public Uni<Boolean> isOurs() {
                return held().map(Optional::isPresent);
            }

            @Override
            public Uni<Void> append(List<RecordedStageChange> inOrder) {
                return log.append(account, inOrder)
                        .invoke(added -> missed(added))
                        .replaceWithVoid();
            }

            @Override
            public Uni<Void> note(RepairProgress progress) {
                return places.note(account, holder, progress)
                        .invoke(noted -> standings.seen(account, progress.seenUntil()))
                        .replaceWithVoid();
            }
        };
    }

    private void missed(int added) {
        if (added > 0) {
            meters.counter("gateway.repair.events", "account", account.toString())
                    .increment(added);
            LOG.infof("Account %s: %d stage changes were found that no webhook had told", account, added);
        }
    }

    private Uni<Void> webhook() {
        return places.askForWebhook(account, holder, config.watch())
                .flatMap(due -> due ? watch.look() : Uni.createFrom().item(Optional.<WebhookState>empty()))
                .flatMap(found -> found.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : places.noteWebhook(account, holder, found.get())
                                .invoke(() -> standings.webhook(account, found.get())));
    }

    private void succeeded() {
        if (failing) {
            failing = false;
            LOG.infof("Account %s: amoCRM's event feed can be read again", account);
        }
    }

    private void failed(Throwable failure) {
        meters.counter("gateway.repair.failures", "account", account.toString()).increment();
        if (!failing) {
            failing = true;
            LOG.warnf(
                    "Account %s: amoCRM's event feed cannot be read, trying again at each interval: %s",
                    account, failure.getMessage());
        }
    }
}
