package camp.elbrusboot.gateway.sandbox;

import java.util.List;
import org.jspecify.annotations.Nullable;

record Contact(
        long id,
        String name,
        @Nullable String firstName,
        @Nullable String lastName,
        long responsibleUserId,
        long groupId,
        long createdBy,
        long updatedBy,
        long createdAt,
        long updatedAt,
        @Nullable Long closestTaskAt,
        List<CustomField> customFields,
        List<Tag> tags,
        List<Long> companies)
        implements Party {
    Contact {
        customFields = List.copyOf(customFields);
        tags = List.copyOf(tags);
        companies = List.copyOf(companies);
    }

    @Override
    public Kind kind() {
        return Kind.CONTACT;
    }

    /** A name as a whole goes into the first name. */
    @Override
    public Contact changed(String newName, long newResponsibleUserId, long changedAt) {
        boolean renamed = !newName.equals(name);
        return new Contact(
                id,
                newName,
                renamed ? newName : firstName,
                renamed ? "" : lastName,
                newResponsibleUserId,
                groupId,
                createdBy,
                Account.ADMINISTRATOR,
                createdAt,
                changedAt,
                closestTaskAt,
                customFields,
                tags,
                companies);
    }
}
