package camp.elbrusboot.gateway.account;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Connects accounts over amoCRM's consent window: every check comes before anything secret leaves, or is used up. */
@ApplicationScoped
class Connecting {
    private static final Logger LOG = Logger.getLogger(Connecting.class);

    private final Accounts accounts;
    private final ConfiguredAccounts configured;
    private final OauthStates states;
    private final SpentSecrets spent;
    private final TokenCalls calls;
    private final TokenChain chain;
    private final Bearers bearers;
    private final KeyRing keys;

    Connecting(
            Accounts accounts,
            ConfiguredAccounts configured,
            OauthStates states,
            SpentSecrets spent,
            TokenCalls calls,
            TokenChain chain,
            Bearers bearers,
            KeyRing keys) {
        this.accounts = accounts;
        this.configured = configured;
        this.states = states;
        this.spent = spent;
        this.calls = calls;
        this.chain = chain;
        this.bearers = bearers;
        this.keys = keys;
    }

    /**
     * The consent window for an account.
     *
     * @param expected the account that has to be chosen there; null for any
     * @throws Refused where there is no integration to consent to
     */
    URI consentWindow(@Nullable ConnectedAccount expected) {
        ConnectedAccount account = expected == null ? accounts.connected(accounts.preferred()) : expected;
        Integration integration = account.integration();
        if (integration == null) {
            throw new Refused(409, "account " + account.ref() + " has a long-lived token and no integration");
        }
        if (expected != null && expected.longLivedToken().isPresent()) {
            throw new Refused(409, "account " + expected.ref() + " has a long-lived token, which would stay in use");
        }
        if (keys.isEmpty()) {
            throw new Refused(409, "there is no key in GATEWAY_TOKENS_KEYS to keep tokens under");
        }
        String state = states.issue(
                integration.clientId(), expected == null ? 0 : expected.ref().id());
        return URI.create(Hosts.baseUrl(account.baseUrlTemplate(), Hosts.consent(account.host())) + "/oauth?client_id="
                + integration.clientId() + "&state=" + state);
    }

    /** What the redirect from the consent window brought. */
    record Callback(
            @Nullable String state,
            @Nullable String code,
            @Nullable String referer,
            @Nullable String error) {
        @Override
        public String toString() {
            return "Callback[redacted]";
        }
    }

    /** Emits the account when its tokens are committed; fails as {@link Refused}. */
    Uni<AccountRef> finish(Callback callback) {
        return Uni.createFrom().deferred(() -> {
            OauthStates.State state = Optional.ofNullable(callback.state())
                    .flatMap(states::read)
                    .orElseThrow(() -> new Refused(400, "the state is not one of this gateway's"));
            if (states.isOver(state)) {
                throw new Refused(400, "the state has expired; begin again at /oauth/connect");
            }
            if (callback.error() != null) {
                throw new Refused(403, "the administrator has not consented");
            }
            String host = Optional.ofNullable(callback.referer())
                    .flatMap(Hosts::known)
                    .orElseThrow(() -> new Refused(400, "the referer is not a host of amoCRM's"));
            String code = callback.code();
            if (code == null || code.isEmpty()) {
                throw new Refused(400, "there is no code");
            }
            Integration integration = configured
                    .integration(state.clientId())
                    .orElseThrow(() -> new Refused(400, "the integration is no longer among the settings"));
            return spent.spend(List.of(state.nonce(), code))
                    .invoke(fresh -> {
                        if (!fresh) {
                            throw new Refused(400, "this state or code has been used before");
                        }
                    })
                    .flatMap(fresh -> exchange(state, integration, host, code));
        });
    }

    private Uni<AccountRef> exchange(OauthStates.State state, Integration integration, String host, String code) {
        AccountRef spender = state.accountId() > 0 ? new AccountRef(state.accountId()) : accounts.preferred();
        URI baseUrl = Hosts.baseUrl(configured.baseUrlTemplate(integration.clientId()), host);
        return calls.byCode(spender, integration, baseUrl, code).flatMap(answer -> {
            ObtainedPair pair = answer.pair();
            if (pair == null) {
                throw new Refused(502, Objects.requireNonNull(answer.refusal()).reason());
            }
            AccountRef account = account(state, host, pair);
            checkThatItIsUsed(account, integration);
            return chain.adopt(account, integration, host, pair)
                    .flatMap(adopted -> accounts.reload())
                    .flatMap(reloaded -> bearers.reconnected(account))
                    .invoke(() -> LOG.infof("Account %s is connected over %s", account, host))
                    .replaceWith(account);
        });
    }

    /** Tokens that the settings overrule must not look as if they connected anything. */
    private void checkThatItIsUsed(AccountRef account, Integration integration) {
        ConnectedAccount ofSettings = configured.all().get(account);
        if (ofSettings == null) {
            return;
        }
        if (ofSettings.longLivedToken().isPresent()) {
            throw new Refused(409, "account " + account + " has a long-lived token, which would stay in use");
        }
        if (!integration.equals(ofSettings.integration())) {
            throw new Refused(
                    409,
                    "account " + account + " belongs to another integration; begin at /oauth/connect?account="
                            + account);
        }
    }

    /** The pair came from a host of amoCRM's, so what the token says of itself is amoCRM's word. */
    private AccountRef account(OauthStates.State state, String host, ObtainedPair pair) {
        Optional<Long> said = JwtClaims.of(pair.pair().accessToken()).accountId();
        Optional<Long> byHost = accounts.at(host).map(known -> known.ref().id());
        long id =
                said.or(() -> byHost).orElseThrow(() -> new Refused(502, "amoCRM does not say which account this is"));
        if (state.accountId() > 0 && state.accountId() != id) {
            throw new Refused(
                    409, "account " + id + " was chosen, where account " + state.accountId() + " was to be connected");
        }
        return new AccountRef(id);
    }

    /** Why an account was not connected. The message is for the administrator and the log: nothing secret in it. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int status;

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }

        static Refused from(Throwable failure) {
            if (failure instanceof Refused refused) {
                return refused;
            }
            return failure instanceof CrmException crm
                    ? new Refused(503, crm.getMessage())
                    : new Refused(503, "the gateway cannot do it just now; begin again");
        }
    }
}
