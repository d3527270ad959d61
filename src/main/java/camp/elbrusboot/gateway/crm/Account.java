package camp.elbrusboot.gateway.crm;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;

/** An account of amoCRM. */
@Description("An account of amoCRM.")
public record Account(
        @Id @Description("amoCRM's number of the account.") long id,
        @NonNull @Description("First label of its host.") String subdomain,
        @NonNull @Description("How it is connected.") Connection connection) {}
