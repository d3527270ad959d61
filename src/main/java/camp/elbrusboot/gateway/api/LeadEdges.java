package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.Company;
import camp.elbrusboot.gateway.crm.Contact;
import camp.elbrusboot.gateway.crm.CustomField;
import camp.elbrusboot.gateway.crm.Lead;
import camp.elbrusboot.gateway.crm.Pipeline;
import camp.elbrusboot.gateway.crm.Status;
import io.smallrye.graphql.api.Nullable;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/**
 * What leads lead to. Batches have no arguments, because SmallRye would answer every alias with the first one's, and
 * return one entry for each parent in order, because it matches them by place.
 */
@GraphQLApi
public class LeadEdges {
    private final Requests requests;

    LeadEdges(Requests requests) {
        this.requests = requests;
    }

    @Description("Null where the account's list of pipelines does not have it.")
    public Uni<List<Pipeline>> pipeline(@Source List<Lead> leads) {
        return requests.asked().pipelines().map(pipelines -> leads.stream()
                .map(lead -> Pipelines.find(pipelines, lead.pipelineId()).orElse(null))
                .toList());
    }

    @Description("Null where the account's list of pipelines does not have it.")
    public Uni<List<Status>> status(@Source List<Lead> leads) {
        return requests.asked().pipelines().map(pipelines -> leads.stream()
                .map(lead -> Pipelines.find(pipelines, lead.pipelineId(), lead.statusId())
                        .orElse(null))
                .toList());
    }

    @Description("The linked contact that is marked as main; null where none is.")
    public Uni<List<Contact>> mainContact(@Source List<Lead> leads) {
        return contactsWith(leads.stream().map(Lead::mainContactId).filter(Objects::nonNull))
                .map(found -> leads.stream()
                        .map(lead -> lead.mainContactId() == null ? null : found.get(lead.mainContactId()))
                        .toList());
    }

    @NonNull
    @Description("The linked contacts.")
    public Uni<List<@NonNull List<@NonNull Contact>>> contacts(@Source List<Lead> leads) {
        return contactsWith(leads.stream().flatMap(lead -> lead.contactIds().stream()))
                .map(found -> leads.stream()
                        .map(lead -> lead.contactIds().stream()
                                .map(found::get)
                                .filter(Objects::nonNull)
                                .toList())
                        .toList());
    }

    @Description("The company that the lead is of; null where there is none.")
    public Uni<List<Company>> company(@Source List<Lead> leads) {
        return requests.asked().named(leads.stream().map(Lead::company).toList());
    }

    private Uni<Map<Long, Contact>> contactsWith(Stream<Long> ids) {
        Set<Long> wanted = ids.collect(Collectors.toSet());
        return wanted.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : requests.asked().contacts(wanted);
    }

    @NonNull
    @Description(
            "The filled-in custom fields; all of them without arguments, otherwise those with one of the codes or ids.")
    public Uni<List<@NonNull CustomField>> customFields(
            @Source Lead lead,
            @Description(CustomFields.CODES) @Nullable List<@NonNull String> codes,
            @Description(CustomFields.IDS) @Nullable List<@NonNull String> ids) {
        return Uni.createFrom().item(CustomFields.chosen(lead.fields(), codes, ids));
    }
}
