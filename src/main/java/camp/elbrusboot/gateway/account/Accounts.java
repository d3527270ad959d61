package camp.elbrusboot.gateway.account;

import camp.elbrusboot.gateway.crm.AccountRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The accounts that this gateway serves. Today one, from the settings. */
@ApplicationScoped
public class Accounts {
    private final AccountConfig config;

    Accounts(AccountConfig config) {
        this.config = config;
    }

    /** The account that a request means when it names none. */
    public AccountRef preferred() {
        return new AccountRef(config.id().orElseThrow());
    }

    public List<AccountRef> all() {
        return List.of(preferred());
    }

    /** The account with this number or subdomain, as a webhook's address names it. */
    public Optional<ConnectedAccount> named(String idOrSubdomain) {
        return Optional.of(connected(preferred()))
                .filter(a -> a.ref().toString().equals(idOrSubdomain)
                        || a.subdomain().equals(idOrSubdomain));
    }

    /** The account behind a reference that this class gave out. */
    public ConnectedAccount connected(AccountRef ref) {
        if (!ref.equals(preferred())) {
            throw new IllegalArgumentException("account " + ref + " is not connected");
        }
        String host = config.host().orElseThrow();
        String base = config.baseUrl().orElse("https://" + host);
        return new ConnectedAccount(
                ref,
                host.split("\\.", 2)[0],
                URI.create(base.endsWith("/") ? base.substring(0, base.length() - 1) : base),
                config.webhookKey().orElseThrow(),
                config.apiVersion());
    }
}
