package camp.elbrusboot.gateway.account;

import camp.elbrusboot.gateway.budget.Budget;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Connection;
import camp.elbrusboot.gateway.crm.ConnectionState;
import camp.elbrusboot.gateway.crm.WebhookStates;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** In which state the connections to amoCRM are, as far as this replica knows. */
@ApplicationScoped
public class Connections {
    private final Accounts accounts;
    private final Bearers bearers;
    private final Budget budget;
    private final WebhookStates webhooks;
    private final Set<AccountRef> unreachable = ConcurrentHashMap.newKeySet();

    Connections(Accounts accounts, Bearers bearers, Budget budget, WebhookStates webhooks) {
        this.accounts = accounts;
        this.bearers = bearers;
        this.budget = budget;
        this.webhooks = webhooks;
    }

    /** Asks nothing of amoCRM; never fails for a connected account. */
    public Uni<Connection> of(AccountRef ref) {
        ConnectedAccount account = accounts.connected(ref);
        return budget.held(account.allowance(), ref)
                .map(hold -> hold.isPresent() ? ConnectionState.BLOCKED : stateWithoutHold(ref))
                .map(state -> new Connection(
                        state, account.apiVersion().label(), bearers.expiry(ref).orElse(null), webhooks.of(ref)));
    }

    private ConnectionState stateWithoutHold(AccountRef ref) {
        if (!bearers.isAuthorized(ref)) {
            return ConnectionState.NEEDS_AUTHORIZATION;
        }
        return unreachable.contains(ref) ? ConnectionState.UNREACHABLE : ConnectionState.CONNECTED;
    }

    /** amoCRM has answered, whatever it was. */
    public void reached(AccountRef ref) {
        unreachable.remove(ref);
    }

    /** amoCRM has not answered, or with a failure of its own. */
    public void missed(AccountRef ref) {
        unreachable.add(ref);
    }
}
