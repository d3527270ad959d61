package camp.elbrusboot.gateway;

import camp.elbrusboot.gateway.account.Accounts;
import camp.elbrusboot.gateway.account.Bearers;
import camp.elbrusboot.gateway.amocrm.AmocrmReaders;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.feed.Tails;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;

/** What has to be true before the first request: settings are there, the schema is current, the tails stand. */
@ApplicationScoped
class Start {
    private static final Logger LOG = Logger.getLogger(Start.class);

    private final SettingsCheck settings;
    private final Accounts accounts;
    private final Flyway flyway;
    private final Tails tails;
    private final Bearers bearers;
    private final AmocrmReaders readers;

    Start(
            SettingsCheck settings,
            Accounts accounts,
            Flyway flyway,
            Tails tails,
            Bearers bearers,
            AmocrmReaders readers) {
        this.settings = settings;
        this.accounts = accounts;
        this.flyway = flyway;
        this.tails = tails;
        this.bearers = bearers;
        this.readers = readers;
    }

    /** Now rather than at the first query: an authorization code lives twenty minutes. */
    private void connect(AccountRef account) {
        bearers.bearer(account)
                .invoke(token -> LOG.infof("Account %s is connected", account))
                .chain(token -> readers.prepare(account))
                .subscribe()
                .with(
                        prepared -> LOG.debugf("Account %s can be read", account),
                        failure -> LOG.warnf("Account %s is not connected: %s", account, failure.getMessage()));
    }

    void up(@Observes StartupEvent event) {
        settings.complaint().ifPresent(complaint -> {
            throw new ConfigurationException(complaint);
        });
        flyway.migrate();
        // On the thread that starts the application, before it listens: a subscriber that comes first misses nothing.
        try {
            VertxContextSupport.subscribeAndAwait(() -> tails.start(accounts.all()));
        } catch (Throwable failure) {
            throw new IllegalStateException("the log of stage changes cannot be read", failure);
        }
        accounts.all().forEach(this::connect);
    }
}
