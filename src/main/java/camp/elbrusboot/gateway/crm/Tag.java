package camp.elbrusboot.gateway.crm;

import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;

/** A tag on a lead or contact. */
public record Tag(@Id long id, @NonNull String name) {}
