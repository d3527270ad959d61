package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.account.Accounts;
import camp.elbrusboot.gateway.account.ConnectedAccount;
import camp.elbrusboot.gateway.account.Connections;
import camp.elbrusboot.gateway.crm.Account;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;

/** The account itself. */
@GraphQLApi
public class AccountApi {
    private final Requests requests;
    private final Accounts accounts;
    private final Connections connections;

    AccountApi(Requests requests, Accounts accounts, Connections connections) {
        this.requests = requests;
        this.accounts = accounts;
        this.connections = connections;
    }

    @Query
    @NonNull
    @Description("The account that the request means. Costs no call to amoCRM.")
    public Uni<@NonNull Account> account() {
        ConnectedAccount account = accounts.connected(requests.asked().account());
        return connections
                .of(account.ref())
                .map(connection -> new Account(account.ref().id(), account.subdomain(), connection));
    }
}
