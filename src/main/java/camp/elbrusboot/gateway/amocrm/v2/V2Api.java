package camp.elbrusboot.gateway.amocrm.v2;

import camp.elbrusboot.gateway.amocrm.http.EmptyAnswers;
import camp.elbrusboot.gateway.amocrm.http.StatusMapper;
import camp.elbrusboot.gateway.amocrm.http.WireReader;
import io.quarkus.rest.client.reactive.Url;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MultivaluedMap;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** amoCRM's REST API v2, as far as it is read. Every answer may be 204 without a body, which is emitted as null. */
@RegisterRestClient(configKey = "amocrm-v2")
@RegisterProvider(StatusMapper.class)
@RegisterProvider(EmptyAnswers.class)
@RegisterProvider(WireReader.class)
@Path("/api/v2")
@Produces({"application/hal+json", "application/json", "application/problem+json"})
interface V2Api {
    @GET
    @Path("/account")
    Uni<V2Wire.Account> account(
            @Url String baseUrl,
            @HeaderParam("Authorization") String authorization,
            @RestQuery MultivaluedMap<String, String> parameters);

    @GET
    @Path("/pipelines")
    Uni<V2Wire.Pipelines> pipelines(@Url String baseUrl, @HeaderParam("Authorization") String authorization);

    @GET
    @Path("/leads")
    Uni<V2Wire.Rows<V2Wire.LeadBody>> leads(
            @Url String baseUrl,
            @HeaderParam("Authorization") String authorization,
            @RestQuery MultivaluedMap<String, String> parameters);

    /** Those that have changed since a moment, {@link V2Parameters#since}; all of them for null. */
    @GET
    @Path("/contacts")
    Uni<V2Wire.Rows<V2Wire.ContactBody>> contacts(
            @Url String baseUrl,
            @HeaderParam("Authorization") String authorization,
            @HeaderParam("If-Modified-Since") @Nullable String modifiedSince,
            @RestQuery MultivaluedMap<String, String> parameters);

    @GET
    @Path("/companies")
    Uni<V2Wire.Rows<V2Wire.CompanyBody>> companies(
            @Url String baseUrl,
            @HeaderParam("Authorization") String authorization,
            @RestQuery MultivaluedMap<String, String> parameters);
}
