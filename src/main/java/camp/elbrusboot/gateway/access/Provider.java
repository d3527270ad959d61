package camp.elbrusboot.gateway.access;

import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import org.jboss.logging.Logger;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.UnresolvableKeyException;

/** The keys of the OpenID provider, which quarkus-oidc finds by discovery and reads anew when a token names an unknown one. */
@ApplicationScoped
class Provider implements Signatures {
    private static final Logger LOG = Logger.getLogger(Provider.class);

    private final IdentityProviderManager identities;

    Provider(IdentityProviderManager identities) {
        this.identities = identities;
    }

    @Override
    public Uni<Void> verify(RoutingContext request, String token) {
        return Uni.createFrom()
                .deferred(() -> identities.authenticate(HttpSecurityUtils.setRoutingContextAttribute(
                        new TokenAuthenticationRequest(new AccessTokenCredential(token)), request)))
                .replaceWithVoid()
                .onFailure()
                .transform(Provider::meaning);
    }

    /** quarkus-oidc looks at times too; what it says of those the claims say themselves, in words that we know. */
    private static NotLetIn meaning(Throwable failure) {
        boolean refused = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OIDCException || cause instanceof IOException) {
                return away(failure);
            }
            if (cause instanceof UnresolvableKeyException) {
                return new NotLetIn(Reason.SIGNATURE);
            }
            refused |= cause instanceof AuthenticationFailedException || cause instanceof InvalidJwtException;
        }
        return refused ? new NotLetIn(Reason.SIGNATURE) : away(failure);
    }

    private static NotLetIn away(Throwable failure) {
        LOG.debugf(failure, "The identity provider cannot be asked");
        return new NotLetIn(Reason.PROVIDER);
    }
}
