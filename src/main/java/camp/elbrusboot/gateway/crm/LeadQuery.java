package camp.elbrusboot.gateway.crm;

import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Which leads a list holds and which part of it is wanted. Conditions are joined by AND, an empty set is no condition.
 *
 * @param text free text over amoCRM's filled-in fields, or null
 * @param offset leads to skip, 0 or more
 * @param limit leads wanted, 1 to 250
 */
public record LeadQuery(
        @Nullable String text,
        SortedSet<Long> pipelineIds,
        SortedSet<StatusKey> statuses,
        SortedSet<Long> responsibleUserIds,
        TimeSpan createdAt,
        TimeSpan updatedAt,
        TimeSpan closedAt,
        LeadOrder order,
        long offset,
        int limit) {

    /** amoCRM's own ceiling for a page. */
    public static final int MAX_LIMIT = 250;

    public LeadQuery {
        if (offset < 0 || limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("offset " + offset + ", limit " + limit);
        }
    }

    /** Whether the lead satisfies every condition but {@code text}, which only amoCRM can judge. */
    public boolean admits(Lead lead) {
        return (pipelineIds.isEmpty() || pipelineIds.contains(lead.pipelineId()))
                && (statuses.isEmpty() || statuses.contains(new StatusKey(lead.pipelineId(), lead.statusId())))
                && (responsibleUserIds.isEmpty() || responsibleUserIds.contains(lead.responsibleUserId()))
                && createdAt.contains(lead.createdAt())
                && updatedAt.contains(lead.updatedAt())
                && closedAt.contains(lead.closedAt());
    }
}
