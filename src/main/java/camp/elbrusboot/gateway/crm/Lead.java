package camp.elbrusboot.gateway.crm;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * A deal.
 *
 * @param price whole units of the account's currency
 * @param contactIds linked contacts, in amoCRM's order; empty also where {@code details} lacks them
 * @param mainContactId one of {@code contactIds}, or null where none is marked as main
 * @param details what is known of those that amoCRM tells only when asked
 */
@Description("A deal.")
public record Lead(
        @Id @Description("amoCRM's id of the lead.") long id,
        @NonNull @Description("Its name; may be empty.") String name,

        @Description("What it is worth, in whole units of the account's currency.") @Nullable
        Long price,

        @Ignore long pipelineId,
        @Ignore long statusId,
        @Ignore List<Long> contactIds,
        @Ignore @Nullable Long mainContactId,
        @Ignore @Nullable Company company,

        @Id @Description("The user of amoCRM who is responsible.")
        long responsibleUserId,

        @Description("Why it was lost; null where it was not, or nobody said why.") @Nullable
        LossReason lossReason,

        @NonNull @Description("Its tags.") List<@NonNull Tag> tags,
        @Ignore List<CustomField> fields,
        @NonNull @Description("When it was created.") Instant createdAt,
        @NonNull @Description("When it was last changed.") Instant updatedAt,

        @Description("When it was won or lost; null while it is open.") @Nullable
        Instant closedAt,

        @Name("isDeleted") @Description("Whether it is in amoCRM's bin.")
        boolean deleted,

        @Ignore Set<Detail> details) {

    /** Names of deals often are names of people. */
    @Override
    public String toString() {
        return "Lead[" + id + "]";
    }
}
