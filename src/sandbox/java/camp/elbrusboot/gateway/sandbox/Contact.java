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
        implements Entity {
    Contact {
        customFields = List.copyOf(customFields);
        tags = List.copyOf(tags);
        companies = List.copyOf(companies);
    }
}
