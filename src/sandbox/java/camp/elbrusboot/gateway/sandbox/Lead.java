package camp.elbrusboot.gateway.sandbox;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

record Lead(
        long id,
        String name,
        long price,
        long responsibleUserId,
        long groupId,
        long statusId,
        long pipelineId,
        @Nullable Long lossReasonId,
        long createdBy,
        long updatedBy,
        long createdAt,
        long updatedAt,
        @Nullable Long closedAt,
        @Nullable Long closestTaskAt,
        boolean deleted,
        @Nullable Long laborCost,
        List<CustomField> customFields,
        List<Tag> tags,
        List<Long> companies,
        List<LeadContact> contacts)
        implements Entity {
    Lead {
        customFields = List.copyOf(customFields);
        tags = List.copyOf(tags);
        companies = List.copyOf(companies);
        contacts = List.copyOf(contacts);
    }

    Optional<LeadContact> mainContact() {
        return contacts.stream().filter(LeadContact::main).findFirst();
    }

    /** The same under another id, and living. */
    Lead calledBy(long otherId) {
        return new Lead(
                otherId,
                name,
                price,
                responsibleUserId,
                groupId,
                statusId,
                pipelineId,
                lossReasonId,
                createdBy,
                updatedBy,
                createdAt,
                updatedAt,
                closedAt,
                closestTaskAt,
                false,
                laborCost,
                customFields,
                tags,
                companies,
                contacts);
    }

    Lead changed(String newName, long newPrice, long newPipelineId, Stage stage, long changedAt) {
        boolean moved = newPipelineId != pipelineId || stage.id() != statusId;
        Long closed = !moved ? closedAt : stage.closesLeads() ? (Long) changedAt : null;
        return new Lead(
                id,
                newName,
                newPrice,
                responsibleUserId,
                groupId,
                stage.id(),
                newPipelineId,
                stage.id() == Stage.LOST ? lossReasonId : null,
                createdBy,
                Account.ADMINISTRATOR,
                createdAt,
                changedAt,
                closed,
                closestTaskAt,
                deleted,
                laborCost,
                customFields,
                tags,
                companies,
                contacts);
    }
}
