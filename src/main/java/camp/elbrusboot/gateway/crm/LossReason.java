package camp.elbrusboot.gateway.crm;

import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** Why a lead was lost. */
public record LossReason(
        @Id @NonNull long id, @Nullable String name) {}
