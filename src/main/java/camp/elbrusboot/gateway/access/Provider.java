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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the OpenID provider, which quarkus-oidc finds by discovery and reads anew when a token names an unknown one; and, if
 * the settings say so, the provider's word on each token.
 */
@ApplicationScoped
class Provider implements Signatures {
    private static final Logger LOG = Logger.getLogger(Provider.class);

    /** How often an unknown key makes quarkus-oidc ask for the keys anew, at most: anybody can name one. */
    static final Duration REFRESH = Duration.ofSeconds(10);

    private final IdentityProviderManager identities;
    private final @Nullable Revocation revocation;
    private final Clock clock;

    private volatile Instant awayUntil = Instant.MIN;

    Provider(IdentityProviderManager identities, AccessConfig config, Clock clock) {
        this.identities = identities;
        this.revocation = config.introspection() ? new Revocation(config.introspectionLasts(), clock) : null;
        this.clock = clock;
    }

    @Override
    public Uni<Void> verify(RoutingContext request, String token) {
        return Uni.createFrom()
                .deferred(() -> identities.authenticate(HttpSecurityUtils.setRoutingContextAttribute(
                        new TokenAuthenticationRequest(new AccessTokenCredential(token)), request)))
                .onFailure()
                .transform(this::meaning)
                .flatMap(verified ->
                        revocation == null ? Uni.createFrom().voidItem() : revocation.look(verified, token));
    }

    /** quarkus-oidc looks at times too; what it says of those the claims say themselves, in words that we know. */
    private NotLetIn meaning(Throwable failure) {
        boolean refused = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OIDCException || cause instanceof IOException) {
                return away(failure);
            }
            if (cause instanceof UnresolvableKeyException) {
                // It may be the provider's next key, of which it could not tell us a moment ago.
                return new NotLetIn(clock.instant().isBefore(awayUntil) ? Reason.PROVIDER : Reason.SIGNATURE);
            }
            refused |= cause instanceof AuthenticationFailedException || cause instanceof InvalidJwtException;
        }
        return refused ? new NotLetIn(Reason.SIGNATURE) : away(failure);
    }

    private NotLetIn away(Throwable failure) {
        // Not its message, in which quarkus-oidc may have claims.
        LOG.debugf(
                "The identity provider cannot be asked: %s", failure.getClass().getName());
        awayUntil = clock.instant().plus(REFRESH);
        return new NotLetIn(Reason.PROVIDER);
    }
}
