package camp.elbrusboot.gateway.amocrm.http;

import camp.elbrusboot.gateway.account.Accounts;
import camp.elbrusboot.gateway.account.Bearers;
import camp.elbrusboot.gateway.account.Pace;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.Priority;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Makes calls to amoCRM: each in its turn, with a live bearer, once more after a 401, failing as {@link CrmException}. */
@ApplicationScoped
public class Upstream {
    private static final Logger LOG = Logger.getLogger(Upstream.class);

    private final Accounts accounts;
    private final Bearers bearers;
    private final Pace pace;

    Upstream(Accounts accounts, Bearers bearers, Pace pace) {
        this.accounts = accounts;
        this.bearers = bearers;
        this.pace = pace;
    }

    /** A call that may be made twice. */
    @FunctionalInterface
    public interface Call<T> {
        /** The base URL has no slash at its end; {@code authorization} is the whole header. */
        Uni<T> to(String baseUrl, String authorization);
    }

    /** As {@link #ask}, for one entity: null for 404 too, which on a list says that the address is wrong. */
    public <T> Uni<T> askForOne(AccountRef account, Priority priority, Call<T> call) {
        return ask(account, priority, (baseUrl, authorization) -> call.to(baseUrl, authorization)
                .onFailure(Upstream::isNotFound)
                .recoverWithNull());
    }

    /** Emits what the call emits; null for 204, with which amoCRM says that it has none. */
    public <T> Uni<T> ask(AccountRef account, Priority priority, Call<T> call) {
        String baseUrl = accounts.connected(account).baseUrl().toString();
        return bearers.bearer(account)
                .flatMap(token -> pace.turn(account)
                        .flatMap(turn -> call.to(baseUrl, "Bearer " + token))
                        .onFailure(Upstream::isUnauthorized)
                        .recoverWithUni(
                                refused -> bearers.insteadOf(account, token).flatMap(other -> pace.turn(account)
                                        .flatMap(turn -> call.to(baseUrl, "Bearer " + other)))))
                .onFailure(e -> !(e instanceof CrmException))
                .transform(e -> translated(account, e));
    }

    private static boolean isUnauthorized(Throwable failure) {
        return failure instanceof CrmException crm && crm.code() == CrmErrorCode.NEEDS_AUTHORIZATION;
    }

    private static boolean isNotFound(Throwable failure) {
        return failure instanceof WebApplicationException http
                && http.getResponse().getStatus() == 404;
    }

    private static CrmException translated(AccountRef account, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CrmException crm) {
                return crm;
            }
            // Jackson's exceptions are IOExceptions too: they come first.
            if (cause instanceof JsonProcessingException json) {
                LOG.warnf("Account %s: amoCRM's answer is not what its contract says: %s", account, json.getClass());
                return new CrmException(
                        CrmErrorCode.UPSTREAM_CONTRACT, "amoCRM's answer for account " + account + " cannot be read");
            }
            if (cause instanceof IOException || cause instanceof TimeoutException) {
                LOG.warnf("Account %s: amoCRM cannot be reached: %s", account, cause.getMessage());
                return new CrmException(
                        CrmErrorCode.UPSTREAM_UNAVAILABLE, "amoCRM cannot be reached for account " + account);
            }
        }
        LOG.warnf("Account %s: amoCRM's answer cannot be used: %s", account, failure);
        return new CrmException(
                CrmErrorCode.UPSTREAM_CONTRACT, "amoCRM's answer for account " + account + " cannot be used");
    }
}
