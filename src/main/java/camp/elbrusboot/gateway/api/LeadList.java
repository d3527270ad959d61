package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.LeadOrder;
import camp.elbrusboot.gateway.crm.LeadQuery;
import camp.elbrusboot.gateway.crm.StatusKey;
import camp.elbrusboot.gateway.crm.TimeSpan;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A list of leads as its caller described it; its text is what {@link Cursors} know it by. */
record LeadList(
        @Nullable String text,
        SortedSet<Long> pipelineIds,
        SortedSet<StatusKey> statuses,
        SortedSet<Long> responsibleUserIds,
        TimeSpan createdAt,
        TimeSpan updatedAt,
        TimeSpan closedAt,
        LeadOrder order) {

    static LeadList of(@Nullable LeadFilter filter, LeadOrder order) {
        LeadFilter given = filter == null ? LeadFilter.NONE : filter;
        SortedSet<StatusKey> statuses = new TreeSet<>();
        if (given.statuses() != null) {
            given.statuses().forEach(key -> statuses.add(key.checked("filter.statuses")));
        }
        return new LeadList(
                Arguments.text(given.query()),
                Arguments.ids("filter.pipelineIds", given.pipelineIds()),
                statuses,
                Arguments.ids("filter.responsibleUserIds", given.responsibleUserIds()),
                TimeRange.checked("filter.createdAt", given.createdAt()),
                TimeRange.checked("filter.updatedAt", given.updatedAt()),
                TimeRange.checked("filter.closedAt", given.closedAt()),
                order);
    }

    /** Narrowed to these pipelines. Null when the filter asks for others only: then nothing is in the list. */
    @Nullable
    LeadList within(Set<Long> pipelines) {
        SortedSet<Long> common = new TreeSet<>(pipelines);
        if (!pipelineIds.isEmpty()) {
            common.retainAll(pipelineIds);
        }
        SortedSet<StatusKey> stages = new TreeSet<>(statuses);
        stages.removeIf(stage -> !common.contains(stage.pipelineId()));
        if (common.isEmpty() || (stages.isEmpty() && !statuses.isEmpty())) {
            return null;
        }
        return new LeadList(text, common, stages, responsibleUserIds, createdAt, updatedAt, closedAt, order);
    }

    LeadQuery query(long offset, int limit) {
        return new LeadQuery(
                text, pipelineIds, statuses, responsibleUserIds, createdAt, updatedAt, closedAt, order, offset, limit);
    }
}
