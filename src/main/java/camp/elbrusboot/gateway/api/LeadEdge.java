package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.Lead;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

/** A lead at its place in a list. */
@Description("A lead at its place in a list.")
public record LeadEdge(
        @NonNull @Description("What asks, as \"after\", for what follows it in this list.")
        String cursor,

        @NonNull @Description("The lead.") Lead node) {}
