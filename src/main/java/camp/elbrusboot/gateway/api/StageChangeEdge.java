package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.StageChange;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

/** A stage change at its place in the log. */
@Description("A stage change at its place in the log.")
public record StageChangeEdge(
        @NonNull @Description("Position of this stage change; the same as its own cursor.")
        String cursor,

        @NonNull @Description("The stage change.") StageChange node) {}
