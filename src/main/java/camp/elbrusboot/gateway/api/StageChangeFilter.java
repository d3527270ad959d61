package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.access.Caller;
import camp.elbrusboot.gateway.crm.StageChangeQuery;
import camp.elbrusboot.gateway.crm.StatusKey;
import io.smallrye.graphql.api.Nullable;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.NonNull;

/** Conditions on stage changes, joined by AND. */
@Input("StageChangeFilter")
@Description("Conditions on stage changes, joined by AND; an empty list is no condition.")
public record StageChangeFilter(
        @Description("Pipelines that the lead moved to or within.") @Nullable
        List<@NonNull String> pipelineIds,

        @Description("Stages that the lead moved to.") @Nullable
        List<@NonNull StatusKeyInput> statuses,

        @Description("Leads that moved.") @Nullable List<@NonNull String> leadIds) {

    /** No pipeline has this number. */
    private static final long NONE = 0;

    /** What is wanted of what the caller may see. */
    static StageChangeQuery checked(@Nullable StageChangeFilter filter, Caller caller) {
        StageChangeQuery wanted = checked(filter);
        return caller.pipelines().map(limit -> within(limit, wanted)).orElse(wanted);
    }

    static StageChangeQuery ofLead(long lead, Caller caller) {
        return checked(new StageChangeFilter(null, null, List.of(Long.toString(lead))), caller);
    }

    private static StageChangeQuery within(Set<Long> pipelines, StageChangeQuery wanted) {
        SortedSet<Long> common = new TreeSet<>(pipelines);
        if (!wanted.pipelineIds().isEmpty()) {
            common.retainAll(wanted.pipelineIds());
        }
        if (common.isEmpty()) {
            // An empty set would be no condition.
            common.add(NONE);
        }
        return new StageChangeQuery(common, wanted.statuses(), wanted.leadIds());
    }

    private static StageChangeQuery checked(@Nullable StageChangeFilter filter) {
        StageChangeFilter given = filter == null ? new StageChangeFilter(null, null, null) : filter;
        SortedSet<StatusKey> stages = new TreeSet<>();
        if (given.statuses != null) {
            given.statuses.forEach(key -> stages.add(key.checked("filter.statuses")));
        }
        return new StageChangeQuery(
                Arguments.ids("filter.pipelineIds", given.pipelineIds),
                stages,
                Arguments.ids("filter.leadIds", given.leadIds));
    }
}
