package camp.elbrusboot.gateway.crm;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;

/** A tag on a lead or contact. */
@Description("A tag on a lead or contact.")
public record Tag(
        @Id @Description("amoCRM's id of the tag.") long id,
        @NonNull @Description("Its words.") String name) {}
