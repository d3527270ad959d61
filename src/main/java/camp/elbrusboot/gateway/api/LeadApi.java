package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.Lead;
import camp.elbrusboot.gateway.crm.LeadOrder;
import camp.elbrusboot.gateway.crm.Pipeline;
import camp.elbrusboot.gateway.crm.Status;
import io.smallrye.graphql.api.Nullable;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;

/** Leads, alone and in lists. */
@GraphQLApi
public class LeadApi {
    private static final String FIRST = "At most this many, from 1 to 250.";
    private static final String AFTER = "A cursor of the same list.";

    private final Requests requests;
    private final ApiConfig config;

    LeadApi(Requests requests, ApiConfig config) {
        this.requests = requests;
        this.config = config;
    }

    @Query
    @Description("One lead; null when the account has none with this id.")
    public Uni<Lead> lead(@Id @NonNull @Description("amoCRM's id of the lead.") String id) {
        long wanted = Arguments.id("id", id);
        return requests.asked().leads(Set.of(wanted)).map(found -> found.get(wanted));
    }

    @Query
    @NonNull
    @Description("One entry for each id, in the same order; null where the account has none.")
    public Uni<@NonNull List<Lead>> leadsById(
            @NonNull @Description("amoCRM's ids of leads; how many is a setting of the gateway, usually 1000.")
                    List<@NonNull String> ids) {
        Asked asked = requests.asked();
        return ById.read(ids, config.maxIds(), wanted -> asked.leads(wanted));
    }

    @Query
    @NonNull
    @Description("A list of leads.")
    public Uni<@NonNull LeadConnection> leads(
            @DefaultValue("50") @Description(FIRST) @Nullable Integer first,
            @Description(AFTER) @Nullable String after,
            @Description("Which leads; all of them without it.") @Nullable LeadFilter filter,
            @DefaultValue("UPDATED_AT_DESC") @Description("In which order.") @Nullable LeadOrder orderBy) {
        return page(LeadList.of(filter, orderBy == null ? LeadOrder.UPDATED_AT_DESC : orderBy), first, after);
    }

    @NonNull
    @Description("The leads in this pipeline, last updated first.")
    public Uni<@NonNull LeadConnection> leads(
            @Source Pipeline pipeline,
            @DefaultValue("50") @Description(FIRST) @Nullable Integer first,
            @Description(AFTER) @Nullable String after,
            @Description("Which of them; all without it.") @Nullable LeadFilter filter) {
        return page(LeadList.of(filter, LeadOrder.UPDATED_AT_DESC).within(Set.of(pipeline.id())), first, after);
    }

    @NonNull
    @Description("The leads in this stage, last updated first.")
    public Uni<@NonNull LeadConnection> leads(
            @Source Status status,
            @DefaultValue("50") @Description(FIRST) @Nullable Integer first,
            @Description(AFTER) @Nullable String after) {
        StatusKeyInput key = new StatusKeyInput(Long.toString(status.pipelineId()), Long.toString(status.statusId()));
        LeadFilter filter = new LeadFilter(null, null, List.of(key), null, null, null, null);
        return page(LeadList.of(filter, LeadOrder.UPDATED_AT_DESC), first, after);
    }

    /** @param wanted null where nothing can be in the list */
    private Uni<LeadConnection> page(@Nullable LeadList wanted, @Nullable Integer first, @Nullable String after) {
        Asked asked = requests.asked();
        if (wanted != null) {
            Privacy.search(wanted.text(), asked.caller());
        }
        int limit = Arguments.first(first);
        Optional<Set<Long>> limits = asked.caller().pipelines();
        LeadList list = wanted == null || limits.isEmpty() ? wanted : wanted.within(limits.get());
        if (list == null) {
            return Uni.createFrom().item(LeadConnection.empty());
        }
        Cursors cursors = requests.cursors(asked, list);
        long offset = cursors.offset(after);
        return asked.leads(list.query(offset, limit))
                .map(leads -> LeadConnection.of(leads, cursors, offset, asked::shows));
    }
}
