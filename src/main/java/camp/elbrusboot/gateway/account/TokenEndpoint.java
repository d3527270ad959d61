package camp.elbrusboot.gateway.account;

import io.quarkus.rest.client.reactive.Url;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** amoCRM's OAuth token endpoint. */
@RegisterRestClient(configKey = "amocrm-oauth")
@Path("/oauth2/access_token")
@Consumes(MediaType.APPLICATION_JSON)
@Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
interface TokenEndpoint {
    /** Fails with a {@link jakarta.ws.rs.WebApplicationException} for a status of 400 and above. */
    @POST
    Uni<TokenPair> token(@Url String baseUrl, TokenRequest request);
}
