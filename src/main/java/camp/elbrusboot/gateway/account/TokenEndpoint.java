package camp.elbrusboot.gateway.account;

import io.quarkus.rest.client.reactive.Url;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** amoCRM's OAuth endpoints. Both fail with a {@link jakarta.ws.rs.WebApplicationException} for a status of 400 and above. */
@RegisterRestClient(configKey = "amocrm-oauth")
@Path("/oauth2")
@Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
interface TokenEndpoint {
    @POST
    @Path("/access_token")
    @Consumes(MediaType.APPLICATION_JSON)
    Uni<TokenPair> token(@Url String baseUrl, TokenRequest request);

    /** Where the account is now; asked at the {@code api_domain} of its tokens. Does not use the token up. */
    @GET
    @Path("/account/current/subdomain")
    Uni<Whereabouts> whereabouts(@Url String baseUrl, @HeaderParam("X-Refresh-Token") String refreshToken);
}
