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

    Lead changed(
            String newName, long newPrice, long newResponsibleUserId, long newPipelineId, Stage stage, long changedAt) {
        boolean moved = newPipelineId != pipelineId || stage.id() != statusId;
        Long closed = !moved ? closedAt : stage.closesLeads() ? (Long) changedAt : null;
        return new Lead(
                id,
                newName,
                newPrice,
                newResponsibleUserId,
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

    /** The same, deleted or there (again), and changed in nothing else but its time. */
    Lead touched(boolean nowDeleted, long changedAt) {
        return new Lead(
                id,
                name,
                price,
                responsibleUserId,
                groupId,
                statusId,
                pipelineId,
                lossReasonId,
                createdBy,
                Account.ADMINISTRATOR,
                createdAt,
                changedAt,
                closedAt,
                closestTaskAt,
                nowDeleted,
                laborCost,
                customFields,
                tags,
                companies,
                contacts);
    }

    static Lead fresh(
            long id, LeadChanges.Wish wish, Pipeline in, Stage stage, @Nullable Long contactId, long createdAt) {
        return new Lead(
                id,
                wish.name() == null ? "" : wish.name(),
                wish.price() == null ? 0 : wish.price(),
                Account.ADMINISTRATOR,
                0,
                stage.id(),
                in.id(),
                null,
                Account.ADMINISTRATOR,
                Account.ADMINISTRATOR,
                createdAt,
                createdAt,
                stage.closesLeads() ? (Long) createdAt : null,
                null,
                false,
                null,
                List.of(),
                List.of(),
                List.of(),
                contactId == null ? List.of() : List.of(new LeadContact(contactId, true)));
    }
}
