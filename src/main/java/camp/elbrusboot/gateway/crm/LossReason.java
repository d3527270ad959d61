package camp.elbrusboot.gateway.crm;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.jspecify.annotations.Nullable;

/** Why a lead was lost. */
@Description("Why a lead was lost.")
public record LossReason(
        @Id @Description("amoCRM's id of the reason.") long id,

        @Description("The reason; null where amoCRM tells its id only.") @Nullable
        String name) {}
