package camp.elbrusboot.gateway.eventlog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stage change as somebody reported it; the same one may be reported more than once.
 *
 * @param previousPipelineId null where the report has none
 * @param changedAt amoCRM's time, or null where the report has none
 */
public record ObservedStageChange(
        long leadId,
        @Nullable String leadName,
        @Nullable Long price,
        long pipelineId,
        long statusId,
        @Nullable Long previousPipelineId,
        long previousStatusId,
        @Nullable Instant changedAt,
        @Nullable Long changedByUserId) {

    @Override
    public String toString() {
        return "ObservedStageChange[lead " + leadId + "]";
    }
}
