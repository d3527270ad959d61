package camp.elbrusboot.gateway.crm;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * A person. Names, contact points and custom fields are personal data and nullable in the public schema.
 *
 * @param leadIds linked leads; empty also where {@code details} lacks them
 * @param details what is known of those that amoCRM tells only when asked
 */
@Description("A person that leads are linked to.")
public record Contact(
        @Id @Description("amoCRM's id of the contact.") long id,

        @Description("The whole name as amoCRM shows it.") @Nullable
        String name,

        @Description("The first name; often empty while the whole name is filled in.") @Nullable
        String firstName,

        @Description("The last name; often empty while the whole name is filled in.") @Nullable
        String lastName,

        @Description("All e-mail addresses.") List<@NonNull ContactPoint> emails,
        @Description("All telephone numbers.") List<@NonNull ContactPoint> phones,
        @Ignore List<Long> leadIds,
        @Ignore @Nullable Company company,

        @Id @Description("The user of amoCRM who is responsible.")
        long responsibleUserId,

        @NonNull @Description("Its tags.") List<@NonNull Tag> tags,
        @Ignore List<CustomField> fields,
        @NonNull @Description("When it was created.") Instant createdAt,
        @NonNull @Description("When it was last changed.") Instant updatedAt,
        @Ignore Set<Detail> details) {

    @Description("The first e-mail address.")
    public @Nullable String getEmail() {
        return emails.isEmpty() ? null : emails.get(0).value();
    }

    @Description("The first phone number.")
    public @Nullable String getPhone() {
        return phones.isEmpty() ? null : phones.get(0).value();
    }

    /** Personal data stay out of logs. */
    @Override
    public String toString() {
        return "Contact[" + id + "]";
    }
}
