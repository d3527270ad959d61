package camp.elbrusboot.gateway.sandbox;

import java.util.List;
import org.jspecify.annotations.Nullable;

record Company(
        long id,
        String name,
        long responsibleUserId,
        long groupId,
        long createdBy,
        long updatedBy,
        long createdAt,
        long updatedAt,
        @Nullable Long closestTaskAt,
        List<CustomField> customFields,
        List<Tag> tags)
        implements Party {
    Company {
        customFields = List.copyOf(customFields);
        tags = List.copyOf(tags);
    }

    @Override
    public Kind kind() {
        return Kind.COMPANY;
    }

    @Override
    public Company changed(String newName, long newResponsibleUserId, long changedAt) {
        return new Company(
                id,
                newName,
                newResponsibleUserId,
                groupId,
                createdBy,
                Account.ADMINISTRATOR,
                createdAt,
                changedAt,
                closestTaskAt,
                customFields,
                tags);
    }
}
