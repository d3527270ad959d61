package camp.elbrusboot.gateway.crm;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stage change as amoCRM itself remembers it.
 *
 * @param eventId amoCRM's id of the record, the same each time that it is read
 * @param at in whole seconds
 * @param byUserId null for a robot
 */
public record RecordedStageChange(
        String eventId,
        long leadId,
        long pipelineId,
        long statusId,
        long previousPipelineId,
        long previousStatusId,
        Instant at,
        @Nullable Long byUserId) {}
