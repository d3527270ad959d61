package camp.elbrusboot.gateway.access;

import camp.elbrusboot.gateway.crm.CrmException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets in who may ask. */
@ApplicationScoped
public class Gatekeeper {
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
                .onFailure(NotLetIn.class)
                .transform(refused -> told(((NotLetIn) refused).reason(), needed));
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
                .onFailure(failure -> failure instanceof NotLetIn refused && refused.reason() == Reason.SIGNATURE)
                // quarkus-oidc does not say which; an expired token is told to be that, whoever signed it.
                .invoke(refused -> claims.check(config, clock.instant()))
                .map(verified -> {
                    claims.check(config, clock.instant());
                    return claims.caller(config);
                });
    }

    private CrmException told(Reason reason, Role needed) {
        refusals.happened(reason);
        return switch (reason) {
            case ROLE -> new CrmException(reason.code(), reason.words() + needed.word());
            case PROVIDER -> new CrmException(reason.code(), reason.words(), AGAIN);
            case MISSING, MALFORMED, ALGORITHM, SIGNATURE, ISSUER, AUDIENCE, ENDLESS, EXPIRED, EARLY ->
                new CrmException(reason.code(), reason.words());
        };
    }
}
