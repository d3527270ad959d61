package camp.elbrusboot.gateway.account;

import camp.elbrusboot.gateway.budget.Budget;
import camp.elbrusboot.gateway.budget.Spender;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.Priority;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Calls of amoCRM's OAuth endpoints, within the budget. Codes and tokens work once: no call is repeated that may have
 * been heard.
 */
@ApplicationScoped
class TokenCalls {
    private static final Logger LOG = Logger.getLogger(TokenCalls.class);

    /** To the last byte of the answer; the client's own time-out ends with its head. */
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** After connections that did not come about. */
    private static final int MOST_REPETITIONS = 2;

    private final TokenEndpoint endpoint;
    private final Budget budget;
    private final Penalties penalties;
    private final Clock clock;

    TokenCalls(@RestClient TokenEndpoint endpoint, Budget budget, Penalties penalties, Clock clock) {
        this.endpoint = endpoint;
        this.budget = budget;
        this.penalties = penalties;
        this.clock = clock;
    }

    Uni<TokenAnswer> byCode(AccountRef account, Integration integration, URI baseUrl, String code) {
        return ask(
                account,
                integration,
                baseUrl,
                new TokenRequest(
                        integration.clientId(),
                        integration.clientSecret(),
                        "authorization_code",
                        code,
                        null,
                        integration.redirectUri()));
    }

    Uni<TokenAnswer> byRefreshToken(AccountRef account, Integration integration, URI baseUrl, String refreshToken) {
        return ask(
                account,
                integration,
                baseUrl,
                new TokenRequest(
                        integration.clientId(),
                        integration.clientSecret(),
                        "refresh_token",
                        null,
                        refreshToken,
                        integration.redirectUri()));
    }

    /** The account's host according to amoCRM; empty where amoCRM does not know it. Fails where it does not tell. */
    Uni<Optional<String>> host(AccountRef account, Integration integration, URI apiDomain, String refreshToken) {
        return spend(account, integration, () -> endpoint.whereabouts(apiDomain.toString(), refreshToken))
                .map(answer -> Optional.ofNullable(answer)
                        .filter(there -> there.id() == account.id())
                        .flatMap(there -> Optional.ofNullable(there.domain()))
                        .flatMap(Hosts::known)
                        .map(Optional::of)
                        .orElseThrow(() -> new IllegalStateException("another account, or no host of amoCRM's")))
                .onFailure(failure -> isAnswer(failure))
                .recoverWithItem(Optional.empty())
                .onFailure(failure -> !(failure instanceof CrmException))
                .transform(failure -> {
                    LOG.warnf("Account %s: amoCRM does not say where it is: %s", account, brief(failure));
                    return new CrmException(
                            CrmErrorCode.UPSTREAM_UNAVAILABLE, "amoCRM does not say where account " + account + " is");
                });
    }

    /** Refusals for want of a live token, or of such an address, say something; a limit, a block or trouble does not. */
    private static boolean isAnswer(Throwable failure) {
        return failure instanceof WebApplicationException http
                && List.of(400, 401, 404).contains(http.getResponse().getStatus());
    }

    private Uni<TokenAnswer> ask(AccountRef account, Integration integration, URI baseUrl, TokenRequest request) {
        return spend(account, integration, () -> endpoint.token(baseUrl.toString(), request))
                .onFailure(TokenCalls::wasNeverSent)
                .retry()
                .atMost(MOST_REPETITIONS)
                .map(pair -> answer(account, request, pair))
                .onFailure(failure -> !(failure instanceof CrmException))
                .recoverWithUni(failure -> Refusal.of(failure, request.grantType())
                        .map(refusal -> Uni.createFrom().item(new TokenAnswer(null, refusal)))
                        .orElseGet(() -> Uni.createFrom().failure(unusable(account, failure))));
    }

    private TokenAnswer answer(AccountRef account, TokenRequest request, @Nullable TokenPair pair) {
        if (pair == null || !pair.isComplete()) {
            // The documentation has refusals with status 200 too (section 1.4).
            return new TokenAnswer(null, new Refusal("amoCRM answered the token call without tokens", false, 200));
        }
        LOG.infof("Account %s: new token pair by %s", account, request.grantType());
        return new TokenAnswer(new ObtainedPair(pair, clock.instant()), null);
    }

    private <T> Uni<T> spend(AccountRef account, Integration integration, Supplier<Uni<T>> call) {
        return budget.spend(new Spender(integration.clientId(), account, Priority.AUTHORIZATION), () -> call.get()
                .ifNoItem()
                .after(TIMEOUT)
                .fail()
                .onFailure(WebApplicationException.class)
                .call(failure -> {
                    WebApplicationException http = (WebApplicationException) failure;
                    return penalties.after(account, integration.clientId(), http.getResponse());
                }));
    }

    private static boolean wasNeverSent(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException) {
                return true;
            }
        }
        return false;
    }

    private static CrmException unusable(AccountRef account, Throwable failure) {
        LOG.warnf("Account %s: amoCRM's token endpoint cannot be used: %s", account, brief(failure));
        return new CrmException(
                CrmErrorCode.UPSTREAM_UNAVAILABLE,
                "amoCRM's token endpoint cannot be used for account " + account,
                failure);
    }

    /** Never the message of an unreadable answer: it may quote a token. */
    private static String brief(Throwable failure) {
        return failure instanceof WebApplicationException http
                ? "status " + http.getResponse().getStatus()
                : failure.getClass().getSimpleName();
    }
}
