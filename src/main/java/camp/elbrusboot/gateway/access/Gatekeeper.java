package camp.elbrusboot.gateway.access;

import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Lets in who may ask. */
@ApplicationScoped
public class Gatekeeper {
    private static final Logger LOG = Logger.getLogger(Gatekeeper.class);

    /** Of a token; no provider makes them nearly as long. */
    private static final int LONGEST = 16_384;

    private static final String SCHEME = "Bearer ";

    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final AccessConfig config;
    private final @Nullable Signatures signatures;
    private final Refusals refusals;
    private final Clock clock;

    Gatekeeper(AccessConfig config, Provider provider, Refusals refusals, Clock clock) {
        this.config = config;
        this.refusals = refusals;
        this.clock = clock;
        this.signatures = config.hasKeys() ? Keys.of(config) : config.issuer().isPresent() ? provider : null;
    }

    /** After the check of the settings: files of keys are read now, not on the event loop of the first request. */
    void takePost(@Observes @Priority(ObserverMethod.DEFAULT_PRIORITY + 1_000) StartupEvent event) {
        LOG.debugf("Callers have to bring tokens: %s", signatures != null);
    }

    /**
     * Who the token is of. Fails with a {@link camp.elbrusboot.gateway.crm.CrmException}: {@code UNAUTHENTICATED} for a
     * token that is missing, not to be trusted, or expired; {@code FORBIDDEN} for one without {@link Role#READ};
     * {@code IDENTITY_UNAVAILABLE} where the provider cannot be asked.
     *
     * @param request over which it came; for a socket, the handshake
     * @param token without {@code Bearer}
     */
    public Uni<Caller> admit(RoutingContext request, Optional<String> token) {
        return admit(request, token, Role.READ);
    }

    /** The same for what takes another role. */
    public Uni<Caller> admit(RoutingContext request, Optional<String> token, Role needed) {
        if (signatures == null) {
            return Uni.createFrom().item(Caller.ANYONE);
        }
        return Uni.createFrom()
                .deferred(() -> checked(signatures, request, token))
                .invoke(caller -> {
                    if (!caller.may(needed)) {
                        throw new NotLetIn(Reason.ROLE);
                    }
                })
                .onFailure()
                .transform(failure ->
                        failure instanceof NotLetIn refused ? told(refused.reason(), needed) : unforeseen(failure));
    }

    /** The token that a request brings; empty for none. */
    public static Optional<String> bearer(RoutingContext request) {
        return bearer(request.request().getHeader(HttpHeaders.AUTHORIZATION));
    }

    /** The token in a value as the header {@code Authorization} has it, or {@code connection_init}; empty for none. */
    public static Optional<String> bearer(@Nullable String header) {
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(header.substring(SCHEME.length()).strip())
                : Optional.empty();
    }

    private Uni<Caller> checked(Signatures trusted, RoutingContext request, Optional<String> token) {
        String given = token.filter(text -> !text.isBlank()).orElseThrow(() -> new NotLetIn(Reason.MISSING));
        if (given.length() > LONGEST) {
            throw new NotLetIn(Reason.MALFORMED);
        }
        Claims claims = Claims.of(given);
        return trusted.verify(request, given)
                .onFailure(failure -> failure instanceof NotLetIn refused
                        && (refused.reason() == Reason.SIGNATURE || refused.reason() == Reason.INACTIVE))
                // Neither quarkus-oidc nor the provider says why. An expired token is told to be that, whoever signed
                // it.
                .transform(refused -> {
                    claims.check(config, clock.instant());
                    return refused;
                })
                .map(verified -> {
                    claims.check(config, clock.instant());
                    return claims.caller(config);
                });
    }

    /** By its name alone: what libraries say of a token has the token in it. */
    private static CrmException unforeseen(Throwable failure) {
        LOG.errorf("A token could not be checked: %s", failure.getClass().getName());
        return new CrmException(CrmErrorCode.INTERNAL, "internal error");
    }

    private CrmException told(Reason reason, Role needed) {
        refusals.happened(reason);
        return switch (reason) {
            case ROLE -> new CrmException(reason.code(), reason.words() + needed.word());
            case PROVIDER -> new CrmException(reason.code(), reason.words(), AGAIN);
            case MISSING, MALFORMED, ALGORITHM, SIGNATURE, ISSUER, AUDIENCE, ENDLESS, EXPIRED, EARLY, INACTIVE ->
                new CrmException(reason.code(), reason.words());
        };
    }
}
