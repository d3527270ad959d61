package camp.elbrusboot.gateway.crm;

import java.util.SortedSet;

/** Which stage changes are wanted. Conditions are joined by AND, an empty set is no condition. */
public record StageChangeQuery(SortedSet<Long> pipelineIds, SortedSet<StatusKey> statuses, SortedSet<Long> leadIds) {

    public boolean admits(StageChange change) {
        return (pipelineIds.isEmpty() || pipelineIds.contains(change.pipelineId()))
                && (leadIds.isEmpty() || leadIds.contains(change.leadId()))
                && (statuses.isEmpty() || statuses.contains(new StatusKey(change.pipelineId(), change.statusId())));
    }
}
