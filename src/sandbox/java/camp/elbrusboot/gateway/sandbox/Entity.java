package camp.elbrusboot.gateway.sandbox;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What leads, contacts and companies have in common, and can be filtered and searched by. */
sealed interface Entity permits Lead, Party {
    long id();

    String name();

    long responsibleUserId();

    long groupId();

    long createdBy();

    long updatedBy();

    long createdAt();

    long updatedAt();

    @Nullable
    Long closestTaskAt();

    List<CustomField> customFields();

    List<Tag> tags();
}
