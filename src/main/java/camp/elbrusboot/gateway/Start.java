package camp.elbrusboot.gateway;

import camp.elbrusboot.gateway.account.Accounts;
import camp.elbrusboot.gateway.account.Bearers;
import camp.elbrusboot.gateway.account.Chains;
import camp.elbrusboot.gateway.amocrm.AmocrmReaders;
import camp.elbrusboot.gateway.budget.Budget;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.eventlog.Sweep;
import camp.elbrusboot.gateway.feed.Repairs;
import camp.elbrusboot.gateway.feed.Tails;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.VertxContextSupport;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;

/** What has to be true before the first request: settings are there, the schema is current, the tails stand. */
@ApplicationScoped
class Start {
    private static final Logger LOG = Logger.getLogger(Start.class);

    private static final Duration RELOAD = Duration.ofSeconds(10);

    private final SettingsCheck settings;
    private final Accounts accounts;
    private final Flyway flyway;
    private final Tails tails;
    private final Sweep sweep;
    private final Repairs repairs;
    private final Bearers bearers;
    private final Chains chains;
    private final Budget budget;
    private final AmocrmReaders readers;
    private final Vertx vertx;

    Start(
            SettingsCheck settings,
            Accounts accounts,
            Flyway flyway,
            Tails tails,
            Sweep sweep,
            Repairs repairs,
            Bearers bearers,
            Chains chains,
            Budget budget,
            AmocrmReaders readers,
            Vertx vertx) {
        this.settings = settings;
        this.accounts = accounts;
        this.flyway = flyway;
        this.tails = tails;
        this.sweep = sweep;
        this.repairs = repairs;
        this.bearers = bearers;
        this.chains = chains;
        this.budget = budget;
        this.readers = readers;
        this.vertx = vertx;
    }

    void up(@Observes StartupEvent event) {
        settings.complaint().ifPresent(complaint -> {
            throw new ConfigurationException(complaint);
        });
        flyway.migrate();
        // On the thread that starts the application, before it listens: a subscriber that comes first misses nothing.
        try {
            VertxContextSupport.subscribeAndAwait(() -> chains.reseal()
                    .flatMap(resealed -> accounts.reload())
                    .flatMap(known -> tails.start(accounts.all())));
        } catch (Throwable failure) {
            throw new IllegalStateException("what is stored cannot be read", failure);
        }
        accounts.all().forEach(this::connect);
        accounts.whenAdded(this::serve);
        accounts.whenRenewed(account -> bearers.reconnected(account).subscribe().with(done -> chains.look(account)));
        vertx.setPeriodic(RELOAD.toMillis(), timer -> accounts.reload()
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("The accounts cannot be read: %s", failure.getMessage())));
        chains.watch();
        sweep.begin();
        accounts.all().forEach(repairs::begin);
    }

    /** An account that was connected while the gateway runs. */
    private void serve(AccountRef account) {
        tails.start(List.of(account))
                .onFailure()
                .retry()
                .withBackOff(Duration.ofSeconds(1), RELOAD)
                .indefinitely()
                .subscribe()
                .with(
                        started -> {
                            connect(account);
                            chains.look(account);
                            repairs.begin(account);
                        },
                        failure -> LOG.errorf(
                                "Account %s: its stage changes cannot be read: %s", account, failure.getMessage()));
    }

    /** Now rather than at the first query: an authorization code lives twenty minutes. */
    private void connect(AccountRef account) {
        budget.join(accounts.connected(account).allowance());
        bearers.bearer(account)
                .invoke(token -> LOG.infof("Account %s is connected", account))
                .chain(token -> readers.prepare(account))
                .subscribe()
                .with(
                        prepared -> LOG.debugf("Account %s can be read", account),
                        failure -> LOG.warnf("Account %s is not connected: %s", account, failure.getMessage()));
    }
}
