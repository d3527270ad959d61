package camp.elbrusboot.gateway.crm;

import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Which contacts a list holds and which part of it is wanted; last updated first. Conditions are joined by AND, an empty
 * set is no condition.
 *
 * @param text free text over amoCRM's filled-in fields, or null
 * @param offset contacts to skip, 0 or more
 * @param limit contacts wanted, 1 to {@link LeadQuery#MAX_LIMIT}
 */
public record ContactQuery(
        @Nullable String text,
        SortedSet<Long> responsibleUserIds,
        TimeSpan createdAt,
        TimeSpan updatedAt,
        long offset,
        int limit) {

    public ContactQuery {
        if (offset < 0 || limit < 1 || limit > LeadQuery.MAX_LIMIT) {
            throw new IllegalArgumentException("offset " + offset + ", limit " + limit);
        }
    }

    /** Whether the contact satisfies every condition but {@code text}, which only amoCRM can judge. */
    public boolean admits(Contact contact) {
        return (responsibleUserIds.isEmpty() || responsibleUserIds.contains(contact.responsibleUserId()))
                && createdAt.contains(contact.createdAt())
                && updatedAt.contains(contact.updatedAt());
    }

    /** The text can name a person. */
    @Override
    public String toString() {
        return "ContactQuery[offset " + offset + ", limit " + limit + "]";
    }
}
