package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.Contact;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

/** A contact at its place in a list. */
@Description("A contact at its place in a list.")
public record ContactEdge(
        @NonNull @Description("What asks, as \"after\", for what follows it in this list.")
        String cursor,

        @NonNull @Description("The contact.") Contact node) {}
