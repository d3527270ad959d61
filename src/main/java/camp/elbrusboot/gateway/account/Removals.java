package camp.elbrusboot.gateway.account;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Finds accounts that have been renamed or moved (section 1.6). To be used within a unit of work. */
@ApplicationScoped
class Removals {
    private static final Logger LOG = Logger.getLogger(Removals.class);

    private final Accounts accounts;
    private final TokenCalls calls;

    Removals(Accounts accounts, TokenCalls calls) {
        this.accounts = accounts;
        this.calls = calls;
    }

    /**
     * The account where it is now; empty when it is where it was, or nobody can be asked. Stored with the unit of work.
     * Fails where amoCRM does not answer.
     */
    Uni<Optional<ConnectedAccount>> follow(ConnectedAccount account, @Nullable AccessToken token, String refreshToken) {
        Integration integration = account.integration();
        Optional<String> apiDomain =
                token == null ? Optional.empty() : JwtClaims.of(token.value()).apiDomain();
        if (apiDomain.isEmpty() || integration == null) {
            return Uni.createFrom().item(Optional.empty());
        }
        URI apiUrl = Hosts.baseUrl(account.baseUrlTemplate(), apiDomain.get());
        return calls.host(account.ref(), integration, apiUrl, refreshToken)
                .flatMap(host -> host.isEmpty() || host.get().equals(account.host())
                        ? Uni.createFrom().item(Optional.empty())
                        : accounts.settle(account.ref(), integration, host.get())
                                .invoke(() -> LOG.warnf(
                                        "Account %s has moved from %s to %s; the settings should follow",
                                        account.ref(), account.host(), host.get()))
                                .replaceWith(Optional.of(account.at(host.get()))));
    }
}
