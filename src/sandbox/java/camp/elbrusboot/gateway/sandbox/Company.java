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
        implements Entity {
    Company {
        customFields = List.copyOf(customFields);
        tags = List.copyOf(tags);
    }
}
