package camp.elbrusboot.gateway.crm;

import java.time.Instant;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** How an account is connected. */
@Description("How an account is connected.")
public record Connection(
        @NonNull @Description("Whether the account can be read.")
        ConnectionState state,

        @NonNull @Description("Generation of amoCRM's API that the account is read with: v4 or v2.")
        String apiVersion,

        @Description("When the token in use ends; it is refreshed before. Null where none is held.") @Nullable
        Instant tokenExpiresAt,

        @NonNull @Description("Whether amoCRM tells the gateway of changes.")
        WebhookState webhook) {}
