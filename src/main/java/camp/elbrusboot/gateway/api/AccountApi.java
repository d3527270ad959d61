package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.account.Accounts;
import camp.elbrusboot.gateway.account.ConnectedAccount;
import camp.elbrusboot.gateway.account.Connections;
import camp.elbrusboot.gateway.crm.Account;
import camp.elbrusboot.gateway.crm.AccountProfile;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;

/** The account itself. What only amoCRM knows is a field of its own, so that the rest can be asked when it is away. */
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
    @Description("The account that the request means.")
    public Uni<@NonNull Account> account() {
        ConnectedAccount account = accounts.connected(requests.asked().account());
        return connections
                .of(account.ref())
                .map(connection -> new Account(account.ref().id(), account.subdomain(), connection));
    }

    @NonNull
    @Description("Its name. Read from amoCRM, as currency and time zone are.")
    public Uni<@NonNull String> name(@Source Account account) {
        return requests.asked().profile().map(AccountProfile::name);
    }

    @Description("Its currency by ISO 4217, such as RUB.")
    public Uni<String> currency(@Source Account account) {
        return requests.asked().profile().map(AccountProfile::currency);
    }

    @Description("Its time zone in the IANA database, such as Europe/Moscow.")
    public Uni<String> timezone(@Source Account account) {
        return requests.asked().profile().map(AccountProfile::timezone);
    }
}
