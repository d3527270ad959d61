package camp.elbrusboot.gateway.amocrm.http;

import camp.elbrusboot.gateway.account.Accounts;
import camp.elbrusboot.gateway.account.Bearers;
import camp.elbrusboot.gateway.account.ConnectedAccount;
import camp.elbrusboot.gateway.account.Connections;
import camp.elbrusboot.gateway.account.Penalties;
import camp.elbrusboot.gateway.budget.Budget;
import camp.elbrusboot.gateway.budget.Spender;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.Priority;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls to amoCRM: each within the budget and with a live bearer, repeated where that can help, failing as
 * {@link CrmException}. Everything that is asked here only reads, or is the same when it is done twice, so everything may
 * be repeated.
 */
@ApplicationScoped
public class Upstream {
    private final Accounts accounts;
    private final Bearers bearers;
    private final Connections connections;
    private final Penalties penalties;
    private final Budget budget;
    private final Repeats repeats;
    private final Moves moves;
    private final CallsConfig config;

    Upstream(
            Accounts accounts,
            Bearers bearers,
            Connections connections,
            Penalties penalties,
            Budget budget,
            Repeats repeats,
            CallsConfig config,
            Clock clock,
            Vertx vertx) {
        this.accounts = accounts;
        this.bearers = bearers;
        this.connections = connections;
        this.penalties = penalties;
        this.budget = budget;
        this.repeats = repeats;
        this.moves = new Moves(bearers::follow, clock, vertx);
        this.config = config;
    }

    /** A call that may be made twice. */
    @FunctionalInterface
    public interface Call<T> {
        /** The base URL has no slash at its end; {@code authorization} is the whole header. */
        Uni<T> to(String baseUrl, String authorization);
    }

    /** As {@link #ask}, for one entity: null for 404 too, which on a list says that the address is wrong. */
    public <T> Uni<T> askForOne(AccountRef ref, Priority priority, Call<T> call) {
        return asked(ref, priority, call)
                .onFailure(failure -> status(failure) == 404)
                .recoverWithNull()
                .onFailure()
                .transform(failure -> Meaning.of(ref, failure));
    }

    /** Emits what the call emits; null for 204, with which amoCRM says that it has none. */
    public <T> Uni<T> ask(AccountRef ref, Priority priority, Call<T> call) {
        return asked(ref, priority, call).onFailure().transform(failure -> Meaning.of(ref, failure));
    }

    private <T> Uni<T> asked(AccountRef ref, Priority priority, Call<T> call) {
        return (priority.repeats()
                        ? repeats.of(() -> withBearer(ref, priority, call))
                        : Uni.createFrom().deferred(() -> withBearer(ref, priority, call)))
                .onFailure(Meaning::isAway)
                .invoke(failure -> connections.missed(ref));
    }

    private <T> Uni<T> withBearer(AccountRef ref, Priority priority, Call<T> call) {
        String host = accounts.connected(ref).host();
        return bearers.bearer(ref).flatMap(token -> within(ref, priority, token, call)
                .onFailure(failure -> status(failure) == 401)
                .recoverWithUni(
                        refused -> bearers.insteadOf(ref, token).flatMap(other -> within(ref, priority, other, call)
                                .onFailure(failure -> status(failure) == 401)
                                .transform(again -> bearers.refused(ref, other))))
                .onFailure(failure -> status(failure) == 404)
                .recoverWithUni(lost -> hasMoved(ref, host)
                        .flatMap(moved -> moved
                                ? bearers.bearer(ref).flatMap(current -> within(ref, priority, current, call))
                                : Uni.createFrom().<T>failure(lost))));
    }

    /** Another call may have found it out while this one was on its way to the former host. */
    private Uni<Boolean> hasMoved(AccountRef ref, String host) {
        return accounts.connected(ref).host().equals(host)
                ? moves.hasMoved(ref)
                : Uni.createFrom().item(true);
    }

    private <T> Uni<T> within(AccountRef ref, Priority priority, String token, Call<T> call) {
        ConnectedAccount account = accounts.connected(ref);
        return budget.spend(new Spender(account.allowance(), ref, priority), () -> call.to(
                                account.baseUrl().toString(), "Bearer " + token)
                        .ifNoItem()
                        // The client's own time-out ends with the head of the answer.
                        .after(config.timeout())
                        .fail())
                .invoke(answer -> {
                    connections.reached(ref);
                    bearers.worked(ref);
                })
                .onFailure(UpstreamFailure.class)
                .call(failure -> {
                    connections.reached(ref);
                    // Events and webhooks may be what is not paid, and not the account: other calls would find that
                    // out.
                    return priority == Priority.REPAIR && status(failure) == 402
                            ? Uni.createFrom().voidItem()
                            : penalties.after(ref, account.allowance(), ((UpstreamFailure) failure).response());
                });
    }

    private static int status(@Nullable Throwable failure) {
        return failure instanceof UpstreamFailure answer ? answer.status() : 0;
    }
}
