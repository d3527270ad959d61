package camp.elbrusboot.gateway.crm;

import java.time.Instant;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * A lead moved to another stage.
 *
 * @param previousPipelineId null where amoCRM did not say: account webhooks carry only the previous status
 * @param changedAt amoCRM's time of the change, or the time of receipt where it gave none
 */
@Description("A lead moved to another stage.")
public record StageChange(
        @Ignore AccountRef account,
        @Ignore long position,

        @NonNull @Description("Position of this event, to resume from.")
        String cursor,

        @Id @Description("amoCRM's id of the lead.") long leadId,

        @Description("The lead's name then; null where amoCRM did not say it.") @Nullable
        String leadName,

        @Description("The lead's price then, in whole units of the account's currency.") @Nullable
        Long price,

        @Ignore long pipelineId,
        @Ignore long statusId,
        @Ignore @Nullable Long previousPipelineId,
        @Ignore long previousStatusId,

        @NonNull @Description("When amoCRM says that it happened.")
        Instant changedAt,

        @NonNull @Description("When the gateway learned of it.")
        Instant receivedAt,

        @Id @Description("Absent when a robot moved it.") @Nullable
        Long changedByUserId,

        @NonNull @Description("How the gateway learned of it.")
        StageChangeOrigin origin)
        implements CrmEvent {

    @Id
    @NonNull
    @Description("Unique over all accounts.")
    public String getId() {
        return account.id() + ":" + position;
    }

    /** Names of deals often are names of people. */
    @Override
    public String toString() {
        return "StageChange[" + getId() + " lead " + leadId + "]";
    }
}
