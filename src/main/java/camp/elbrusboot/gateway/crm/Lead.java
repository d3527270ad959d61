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
        @Id long id,
        @NonNull String name,

        @Description("In whole units of the account's currency.") @Nullable
        Long price,

        @Ignore long pipelineId,
        @Ignore long statusId,
        @Ignore List<Long> contactIds,
        @Ignore @Nullable Long mainContactId,
        @Ignore @Nullable Company company,
        @Id long responsibleUserId,
        @Nullable LossReason lossReason,
        @NonNull List<@NonNull Tag> tags,
        @Ignore List<CustomField> fields,
        @NonNull Instant createdAt,
        @NonNull Instant updatedAt,
        @Nullable Instant closedAt,
        @Name("isDeleted") boolean deleted,
        @Ignore Set<Detail> details) {

    /** Names of deals often are names of people. */
    @Override
    public String toString() {
        return "Lead[" + id + "]";
    }
}
