package camp.elbrusboot.gateway.amocrm.v4;

import camp.elbrusboot.gateway.amocrm.http.EmptyAnswers;
import camp.elbrusboot.gateway.amocrm.http.StatusMapper;
import camp.elbrusboot.gateway.amocrm.http.WireReader;
import io.quarkus.rest.client.reactive.Url;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MultivaluedMap;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** amoCRM's REST API v4, as far as it is used. Every answer may be 204 without a body, which is emitted as null. */
@RegisterRestClient(configKey = "amocrm-v4")
@RegisterProvider(StatusMapper.class)
@RegisterProvider(EmptyAnswers.class)
@RegisterProvider(WireReader.class)
@Path("/api/v4")
@Produces({"application/hal+json", "application/json", "application/problem+json"})
interface V4Api {
    @GET
    @Path("/account")
    Uni<V4Wire.Account> account(
            @Url String baseUrl,
            @HeaderParam("Authorization") String authorization,
            @RestQuery MultivaluedMap<String, String> parameters);

    /** Definitions of the custom fields of {@code leads} or {@code contacts}. */
    @GET
    @Path("/{entities}/custom_fields")
    Uni<V4Wire.Definitions> definitions(
            @Url String baseUrl,
            @HeaderParam("Authorization") String authorization,
            @RestPath String entities,
            @RestQuery MultivaluedMap<String, String> parameters);

    @GET
    @Path("/events")
    Uni<V4Wire.Events> events(
            @Url String baseUrl,
            @HeaderParam("Authorization") String authorization,
            @RestQuery MultivaluedMap<String, String> parameters);

    @GET
    @Path("/webhooks")
    Uni<V4Wire.Webhooks> webhooks(@Url String baseUrl, @HeaderParam("Authorization") String authorization);

    /** Of a destination that is there already the settings are taken over. */
    @POST
    @Path("/webhooks")
    @Consumes("application/json")
    Uni<V4Wire.Webhook> subscribe(
            @Url String baseUrl, @HeaderParam("Authorization") String authorization, V4Wire.Subscription body);

    @DELETE
    @Path("/webhooks")
    @Consumes("application/json")
    Uni<Void> unsubscribe(
            @Url String baseUrl, @HeaderParam("Authorization") String authorization, V4Wire.Destination body);

    @GET
    @Path("/leads/loss_reasons")
    Uni<V4Wire.LossReasons> lossReasons(
            @Url String baseUrl,
            @HeaderParam("Authorization") String authorization,
            @RestQuery MultivaluedMap<String, String> parameters);

    @GET
    @Path("/leads/pipelines")
    Uni<V4Wire.Pipelines> pipelines(@Url String baseUrl, @HeaderParam("Authorization") String authorization);

    @GET
    @Path("/leads")
    Uni<V4Wire.Rows<V4Wire.LeadBody>> leads(
            @Url String baseUrl,
            @HeaderParam("Authorization") String authorization,
            @RestQuery MultivaluedMap<String, String> parameters);

    @GET
    @Path("/leads/{id}")
    Uni<V4Wire.LeadBody> lead(
            @Url String baseUrl,
            @HeaderParam("Authorization") String authorization,
            @RestPath long id,
            @RestQuery MultivaluedMap<String, String> parameters);

    @GET
    @Path("/contacts")
    Uni<V4Wire.Rows<V4Wire.ContactBody>> contacts(
            @Url String baseUrl,
            @HeaderParam("Authorization") String authorization,
            @RestQuery MultivaluedMap<String, String> parameters);

    @GET
    @Path("/contacts/{id}")
    Uni<V4Wire.ContactBody> contact(
            @Url String baseUrl,
            @HeaderParam("Authorization") String authorization,
            @RestPath long id,
            @RestQuery MultivaluedMap<String, String> parameters);

    @GET
    @Path("/companies")
    Uni<V4Wire.Rows<V4Wire.CompanyBody>> companies(
            @Url String baseUrl,
            @HeaderParam("Authorization") String authorization,
            @RestQuery MultivaluedMap<String, String> parameters);

    @GET
    @Path("/companies/{id}")
    Uni<V4Wire.CompanyBody> company(
            @Url String baseUrl,
            @HeaderParam("Authorization") String authorization,
            @RestPath long id,
            @RestQuery MultivaluedMap<String, String> parameters);
}
