package camp.elbrusboot.gateway.crm;

import org.eclipse.microprofile.graphql.Id;
import org.jspecify.annotations.Nullable;

/** Why a lead was lost. */
public record LossReason(@Id long id, @Nullable String name) {}
