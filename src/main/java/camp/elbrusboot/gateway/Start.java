package camp.elbrusboot.gateway;

import camp.elbrusboot.gateway.account.AccountConfig;
import camp.elbrusboot.gateway.account.Accounts;
import camp.elbrusboot.gateway.feed.Tails;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.flywaydb.core.Flyway;

/** What has to be true before the first request: settings are there, the schema is current, the tails stand. */
@ApplicationScoped
class Start {
    private final StoreConfig stores;
    private final AccountConfig account;
    private final Accounts accounts;
    private final Flyway flyway;
    private final Tails tails;

    Start(StoreConfig stores, AccountConfig account, Accounts accounts, Flyway flyway, Tails tails) {
        this.stores = stores;
        this.account = account;
        this.accounts = accounts;
        this.flyway = flyway;
        this.tails = tails;
    }

    void up(@Observes StartupEvent event) {
        RequiredSettings.complaint(stores, account).ifPresent(complaint -> {
            throw new ConfigurationException(complaint);
        });
        flyway.migrate();
        // On the thread that starts the application, before it listens: a subscriber that comes first misses nothing.
        try {
            VertxContextSupport.subscribeAndAwait(() -> tails.start(accounts.all()));
        } catch (Throwable failure) {
            throw new IllegalStateException("the log of stage changes cannot be read", failure);
        }
    }
}
