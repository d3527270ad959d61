package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.Lead;
import org.eclipse.microprofile.graphql.NonNull;

/** A lead at its place in a list. */
public record LeadEdge(@NonNull String cursor, @NonNull Lead node) {}
