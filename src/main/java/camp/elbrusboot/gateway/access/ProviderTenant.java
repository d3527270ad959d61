package camp.elbrusboot.gateway.access;

import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.OidcTenantConfigBuilder;
import io.quarkus.oidc.TenantConfigResolver;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * Tells quarkus-oidc of the provider when the first token comes, and again with each until discovery has worked: the gateway
 * starts while the provider is away, and without one.
 */
@ApplicationScoped
class ProviderTenant implements TenantConfigResolver {
    private static final String NAME = "provider";

    /** The same object each time: quarkus-oidc takes another one for a change of settings. */
    private final @Nullable OidcTenantConfig tenant;

    ProviderTenant(AccessConfig config) {
        tenant = config.issuer()
                .filter(issuer -> !config.hasKeys())
                .map(issuer -> tenant(issuer, config))
                .orElse(null);
    }

    private static OidcTenantConfig tenant(String issuer, AccessConfig config) {
        OidcTenantConfigBuilder tenant = OidcTenantConfig.authServerUrl(issuer)
                .tenantId(NAME)
                .applicationType(ApplicationType.SERVICE)
                .token()
                .lifespanGrace(Math.toIntExact(config.leeway().toSeconds()))
                .forcedJwkRefreshInterval(Provider.REFRESH)
                .issuedAtRequired(false)
                // Whether a token is active is Revocation's to ask; these two would do it instead of a look at the
                // signature.
                .allowJwtIntrospection(false)
                .allowOpaqueTokenIntrospection(false)
                .end();
        if (config.introspection()) {
            config.clientId().ifPresent(tenant::clientId);
            config.clientSecret().ifPresent(tenant::credentials);
        }
        return tenant.build();
    }

    @Override
    public @Nullable Uni<OidcTenantConfig> resolve(
            RoutingContext request, OidcRequestContext<OidcTenantConfig> blocking) {
        return Uni.createFrom().item(tenant);
    }
}
