package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.Lead;
import camp.elbrusboot.gateway.crm.LeadOrder;
import camp.elbrusboot.gateway.crm.Page;
import camp.elbrusboot.gateway.crm.Pipeline;
import camp.elbrusboot.gateway.crm.Status;
import io.smallrye.graphql.api.Nullable;
import io.smallrye.mutiny.Uni;
import java.util.List;
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
    private static final String BY_PAGE = "At most this many, from 1 to 250.";
    private static final String AFTER = "A cursor of the same list.";

    private final Requests requests;
    private final ApiConfig config;

    LeadApi(Requests requests, ApiConfig config) {
        this.requests = requests;
        this.config = config;
    }

    @Query
    @Description("One lead; null when the account has none with this id.")
    public Uni<Lead> lead(@Id @NonNull String id) {
        long wanted = Arguments.id("id", id);
        return requests.asked().leads(Set.of(wanted)).map(found -> found.get(wanted));
    }

    @Query
    @NonNull
    @Description("One entry for each id, in the same order; null where the account has none.")
    public Uni<@NonNull List<Lead>> leadsById(@NonNull List<@NonNull String> ids) {
        return ById.read(ids, config.maxIds(), requests.asked()::leads);
    }

    @Query
    @NonNull
    @Description("A list of leads.")
    public Uni<@NonNull LeadConnection> leads(
            @DefaultValue("50") @Description(BY_PAGE) @Nullable Integer first,
            @Description(AFTER) @Nullable String after,
            @Nullable LeadFilter filter,
            @DefaultValue("UPDATED_AT_DESC") @Nullable LeadOrder orderBy) {
        LeadOrder order = orderBy == null ? LeadOrder.UPDATED_AT_DESC : orderBy;
        Asked asked = requests.asked();
        return page(asked, LeadList.of(asked.account(), filter, order), first, after);
    }

    @NonNull
    @Description("The leads in this pipeline, last updated first.")
    public Uni<@NonNull LeadConnection> leads(
            @Source Pipeline pipeline,
            @DefaultValue("50") @Description(BY_PAGE) @Nullable Integer first,
            @Description(AFTER) @Nullable String after,
            @Nullable LeadFilter filter) {
        Asked asked = requests.asked();
        LeadList list =
                LeadList.of(asked.account(), filter, LeadOrder.UPDATED_AT_DESC).within(pipeline.id());
        if (list == null) {
            Arguments.first(first);
            return Uni.createFrom()
                    .item(new LeadConnection(List.of(), List.of(), new PageInfo(false, false, null, null)));
        }
        return page(asked, list, first, after);
    }

    @NonNull
    @Description("The leads in this stage, last updated first.")
    public Uni<@NonNull LeadConnection> leads(
            @Source Status status,
            @DefaultValue("50") @Description(BY_PAGE) @Nullable Integer first,
            @Description(AFTER) @Nullable String after) {
        StatusKeyInput key = new StatusKeyInput(Long.toString(status.pipelineId()), Long.toString(status.statusId()));
        LeadFilter filter = new LeadFilter(null, null, List.of(key), null, null, null, null);
        Asked asked = requests.asked();
        return page(asked, LeadList.of(asked.account(), filter, LeadOrder.UPDATED_AT_DESC), first, after);
    }

    private static Uni<LeadConnection> page(
            Asked asked, LeadList list, @Nullable Integer first, @Nullable String after) {
        int limit = Arguments.first(first);
        long offset = list.offset(after);
        Uni<Page<Lead>> page = asked.list(list.query(offset, limit));
        return page.map(leads -> LeadConnection.of(leads, list, offset));
    }
}
