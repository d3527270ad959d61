package camp.elbrusboot.gateway.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.oidc.OidcConfigurationMetadata;
import io.quarkus.oidc.OidcProviderClient;
import io.quarkus.oidc.TokenIntrospection;
import io.quarkus.oidc.runtime.OidcUtils;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * Asks the provider whether a token is good still (RFC 7662), and remembers the answer for a while. Asked is for tokens whose
 * signature is good, so nobody but the provider decides how many there are.
 *
 * <p>Not by quarkus-oidc's own introspection: that leaves the signature out, and its cache gives what is too old until a timer
 * comes by.
 */
final class Revocation {
    private static final Logger LOG = Logger.getLogger(Revocation.class);

    /** Of remembered answers; beyond it the least used are asked for anew. */
    private static final int MOST = 10_000;

    /** quarkus-oidc waits for an answer for ever. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** So often a provider that cannot be asked is asked again about one token, at most. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** By digest: tokens are not kept. */
    private final Cache<String, Answer> answers =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

    private final Duration lasts;
    private final Clock clock;

    Revocation(Duration lasts, Clock clock) {
        this.lasts = lasts;
        this.clock = clock;
    }

    /**
     * Fails as {@link NotLetIn} for a token that is not active, or where the provider cannot be asked.
     *
     * @param verified what quarkus-oidc has made of the token
     */
    Uni<Void> look(SecurityIdentity verified, String token) {
        Instant now = clock.instant();
        Answer fresh = new Answer(now.plus(lasts));
        Answer answer = answers.asMap()
                .compute(digest(token), (key, held) -> held != null && now.isBefore(held.until) ? held : fresh);
        if (answer == fresh) {
            ask(verified, token, fresh);
        }
        Context here = Vertx.currentContext();
        // A copy, for whoever goes away must not take the answer from the others.
        Uni<Optional<Reason>> refusal = Uni.createFrom().completionStage(() -> answer.refusal.copy());
        // The answer comes on the event loop of whoever has asked first.
        return (here == null ? refusal : refusal.emitOn(task -> here.runOnContext(turn -> task.run())))
                .invoke(reason -> reason.ifPresent(why -> {
                    throw new NotLetIn(why);
                }))
                .replaceWithVoid();
    }

    private void ask(SecurityIdentity verified, String token, Answer answer) {
        Uni.createFrom()
                .deferred(() -> client(verified).introspectAccessToken(token))
                .map(TokenIntrospection::isActive)
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .subscribe()
                .with(
                        active -> answer.refusal.complete(active ? Optional.empty() : Optional.of(Reason.INACTIVE)),
                        failure -> {
                            // Not its message, which may have what the provider has answered.
                            LOG.debugf(
                                    "A token cannot be introspected: %s",
                                    failure.getClass().getName());
                            answer.until = clock.instant().plus(PAUSE);
                            answer.refusal.complete(Optional.of(Reason.PROVIDER));
                        });
    }

    private static OidcProviderClient client(SecurityIdentity verified) {
        OidcConfigurationMetadata provider = verified.getAttribute(OidcUtils.CONFIG_METADATA_ATTRIBUTE);
        if (provider.getIntrospectionUri() == null) {
            LOG.error("The identity provider has no introspection endpoint, by its discovery document");
            throw new IllegalStateException("no introspection endpoint");
        }
        return verified.getAttribute(OidcProviderClient.class.getName());
    }

    private static String digest(String token) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Holds on to neither the token nor the request that brought it. */
    private static final class Answer {
        /** Why not to let the owner in; empty to do so. */
        final CompletableFuture<Optional<Reason>> refusal = new CompletableFuture<>();

        volatile Instant until;

        Answer(Instant until) {
            this.until = until;
        }
    }
}
