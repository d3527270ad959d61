package camp.elbrusboot.gateway.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Whose tokens are trusted, and where in them stands what a caller may do. */
@ConfigMapping(prefix = "gateway.access")
public interface AccessConfig {
    /**
     * Address of the OpenID provider, as its discovery document and the claim {@code iss} have it. With keys of the settings,
     * nobody is asked and tokens are held against it alone.
     */
    Optional<String> issuer();

    /** A public key that signs tokens where there is no provider: PEM, or the path of a file with it. RSA or elliptic curve. */
    Optional<String> publicKey();

    /** Path of a JSON Web Key Set, for several such keys: one that goes and one that comes. Read at the start. */
    Optional<String> jwksFile();

    /** What has to be among the token's {@code aud}: a token for somebody else's service is none for this one. */
    Optional<String> audience();

    /** Claim with roles, a list or words; a name, or a path with slashes such as {@code realm_access/roles}. */
    @WithDefault("roles")
    String rolesClaim();

    /** Claim with the accounts that the caller may name, by number or host; without the claim, all. */
    @WithDefault("accounts")
    String accountsClaim();

    /** Claim with the numbers of the pipelines that the caller may see; without the claim, all. */
    @WithDefault("pipelines")
    String pipelinesClaim();

    /** How far the provider's clock may be from this one's. */
    @WithDefault("10s")
    Duration leeway();

    /**
     * Whether the provider is asked of each token if it is good still (RFC 7662), so that one that is revoked ends before it
     * expires. The provider has to be there then, for new tokens and now and then for those it has answered for.
     */
    @WithDefault("false")
    boolean introspection();

    /**
     * For how long its answer is remembered. Shorter notices a revoked token sooner, longer asks less: one call of each token in
     * use in this time, by each replica.
     */
    @WithDefault("30s")
    Duration introspectionLasts();

    /** As who the gateway asks. */
    Optional<String> clientId();

    Optional<String> clientSecret();

    /**
     * Whoever reaches the gateway reads the whole CRM, personal data included, and connects accounts. In production the
     * gateway starts without any of the above with this alone.
     */
    @WithDefault("false")
    boolean letEverybodyReadEverything();

    /** Whether callers have to say who they are. */
    default boolean asksForTokens() {
        return issuer().isPresent() || hasKeys();
    }

    /** Whether the settings have keys, so that no provider is asked for them. */
    default boolean hasKeys() {
        return publicKey().isPresent() || jwksFile().isPresent();
    }
}
