package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.StageChange;
import camp.elbrusboot.gateway.crm.StatusKey;
import io.smallrye.graphql.api.Nullable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
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

    static Predicate<StageChange> checked(@Nullable StageChangeFilter filter) {
        if (filter == null) {
            return change -> true;
        }
        Set<Long> pipelines = Arguments.ids("filter.pipelineIds", filter.pipelineIds);
        Set<Long> leads = Arguments.ids("filter.leadIds", filter.leadIds);
        Set<StatusKey> stages = new HashSet<>();
        if (filter.statuses != null) {
            filter.statuses.forEach(key -> stages.add(key.checked("filter.statuses")));
        }
        return change -> (pipelines.isEmpty() || pipelines.contains(change.pipelineId()))
                && (leads.isEmpty() || leads.contains(change.leadId()))
                && (stages.isEmpty() || stages.contains(new StatusKey(change.pipelineId(), change.statusId())));
    }
}
