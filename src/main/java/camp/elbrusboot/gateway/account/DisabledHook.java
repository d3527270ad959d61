package camp.elbrusboot.gateway.account;

import camp.elbrusboot.gateway.crm.AccountRef;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * amoCRM's word that an account has switched the integration off (section 1.8). It is signed, but with the same
 * signature each time: one that comes late, or is sent again by whoever has seen it, may be about an account that has been
 * connected anew. So it is a reason to ask amoCRM, whose refusal ends the chain, and no more.
 */
@ApplicationScoped
class DisabledHook {
    private static final Logger LOG = Logger.getLogger(DisabledHook.class);

    /** How often amoCRM is asked at most: each time costs a call and a pair of tokens. */
    private static final Duration ASKED_EACH = Duration.ofMinutes(1);

    private final ConfiguredAccounts configured;
    private final Accounts accounts;
    private final Bearers bearers;
    private final Clock clock;
    private final Map<AccountRef, Instant> confirmed = new ConcurrentHashMap<>();

    DisabledHook(ConfiguredAccounts configured, Accounts accounts, Bearers bearers, Clock clock) {
        this.configured = configured;
        this.accounts = accounts;
        this.bearers = bearers;
        this.clock = clock;
    }

    /** Completes when amoCRM has been asked; fails as {@link Connecting.Refused} where the signature is not amoCRM's. */
    Uni<Void> receive(@Nullable String accountId, @Nullable String clientId, @Nullable String signature) {
        return Uni.createFrom().deferred(() -> {
            // One answer to everything that is wrong: it tells nobody which accounts there are.
            Connecting.Refused refused = new Connecting.Refused(403, "the signature is wrong");
            if (accountId == null || clientId == null || signature == null) {
                throw refused;
            }
            Integration integration = configured.integration(clientId).orElseThrow(() -> refused);
            if (!integration.hasSigned(clientId + "|" + accountId, signature)) {
                throw refused;
            }
            ConnectedAccount account = accounts.named(accountId)
                    .filter(named -> named.ref().toString().equals(accountId))
                    .filter(named -> integration.equals(named.integration()))
                    .orElseThrow(() -> refused);
            return account.longLivedToken().isPresent() || isConfirmed(account.ref())
                    ? Uni.createFrom().voidItem()
                    : confirm(account.ref());
        });
    }

    private boolean isConfirmed(AccountRef account) {
        Instant at = confirmed.get(account);
        return at != null && clock.instant().isBefore(at.plus(ASKED_EACH));
    }

    private Uni<Void> confirm(AccountRef account) {
        return bearers.confirm(account)
                .invoke(alive -> {
                    if (alive) {
                        confirmed.put(account, clock.instant());
                        LOG.warnf(
                                "Account %s has switched the integration off, it says; amoCRM still gives tokens for it,"
                                        + " so they are kept",
                                account);
                    } else {
                        LOG.warnf("Account %s has switched the integration off", account);
                    }
                })
                .replaceWithVoid();
    }
}
