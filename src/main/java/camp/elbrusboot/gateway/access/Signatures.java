package camp.elbrusboot.gateway.access;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/** Tells tokens that can be trusted from others. */
interface Signatures {
    /** Fails as {@link NotLetIn} for a token whose signature is not of a trusted key, or that cannot be checked. */
    Uni<Void> verify(RoutingContext request, String token);
}
