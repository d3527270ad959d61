package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Leads and their loss reasons (section 2.3). */
final class LeadRoutes {
    private final AccountData data;
    private final Lists lists;
    private final BehaviourSwitch behaviour;
    private final LeadChanges changes;

    private final Account account;
    private final Documents documents;

    LeadRoutes(Account account, AccountData data, Lists lists, BehaviourSwitch behaviour, LeadChanges changes) {
        this.account = account;
        this.documents = new Documents(account);
        this.data = data;
        this.lists = lists;
        this.behaviour = behaviour;
        this.changes = changes;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v4/leads", (call, path) -> list(call)),
                Route.get("/api/v4/leads/loss_reasons", (call, path) -> lossReasons(call)),
                Route.get("/api/v4/leads/{id}", (call, path) -> one(call, path.id(0))),
                Route.of("PATCH", "/api/v4/leads/{id}", (call, path) -> change(call, path.id(0))));
    }

    private Reply list(Call call) {
        boolean onlyDeleted = call.with("only_deleted");
        Set<Long> ids = call.query().numbers("filter", "id");
        boolean many = behaviour.current().manyLeads() && !onlyDeleted && !ids.isEmpty();
        List<Lead> leads = EntityFilter.select(
                many ? ids.stream().map(data::oneOfMany).flatMap(Optional::stream) : data.leads(onlyDeleted).stream(),
                call.query(),
                behaviour.current().apiFilter(),
                EntityFilter.leadsOnly(call.query()));
        return lists.page(
                call,
                "leads",
                Lists.MOST_ENTITIES,
                leads,
                lead -> onlyDeleted ? deletedDocument(lead) : document(call, lead));
    }

    private Reply one(Call call, long id) {
        Optional<Lead> found = behaviour.current().manyLeads() ? data.oneOfMany(id) : data.lead(id);
        return found.map(lead -> Reply.hal(document(call, lead))).orElseGet(Reply::noContent);
    }

    private Reply lossReasons(Call call) {
        return lists.page(call, "loss_reasons", Lists.MOST_ENTITIES, List.copyOf(data.lossReasons()), this::lossReason);
    }

    private Reply change(Call call, long id) {
        Optional<ObjectNode> body = Json.parseObject(call.body());
        if (body.isEmpty()) {
            return Problem.badRequest("The body must be a JSON object");
        }
        LeadChanges.Wish wish = LeadChanges.Wish.of(body.get());
        LeadChanges.Outcome outcome = changes.apply(id, wish, LeadChanges.Shape.ACCOUNT_WEBHOOK);
        return switch (outcome) {
            case UNKNOWN_LEAD -> Problem.notFound();
            case UNKNOWN_STAGE ->
                Problem.validation("NotSupportedChoice", "status_id", "The value you selected is not a valid choice.");
            case CHANGED, UNCHANGED -> data.lead(id).map(this::changed).orElseGet(Problem::notFound);
        };
    }

    private Reply changed(Lead lead) {
        ObjectNode document = Json.object().put("id", lead.id()).put("updated_at", lead.updatedAt());
        documents.self(document, "leads/" + lead.id());
        return Reply.hal(document);
    }

    private ObjectNode document(Call call, Lead lead) {
        ObjectNode document = Json.object()
                .put("id", lead.id())
                .put("name", lead.name())
                .put("price", lead.price())
                .put("responsible_user_id", lead.responsibleUserId())
                .put("group_id", lead.groupId())
                .put("status_id", lead.statusId())
                .put("pipeline_id", lead.pipelineId())
                .put("loss_reason_id", lead.lossReasonId())
                .putNull("source_id")
                .put("created_by", lead.createdBy())
                .put("updated_by", lead.updatedBy())
                .put("created_at", lead.createdAt())
                .put("updated_at", lead.updatedAt())
                .put("closed_at", lead.closedAt())
                .put("closest_task_at", lead.closestTaskAt())
                .put("is_deleted", lead.deleted());
        document.set("custom_fields_values", Documents.customFields(lead.customFields()));
        document.putNull("score").put("account_id", account.id()).put("labor_cost", lead.laborCost());
        if (call.with("is_price_modified_by_robot")) {
            document.put("is_price_modified_by_robot", false);
        }
        documents.self(document, "leads/" + lead.id());
        ObjectNode embedded = document.putObject("_embedded");
        embedded.set("tags", Documents.tags(lead.tags()));
        if (call.with("loss_reason")) {
            // An array of one, though the documentation's table says object (section 2.3).
            embedded.set("loss_reason", Json.array(lossReasons(lead), this::lossReason));
        }
        embedded.set("companies", documents.references("companies", lead.companies()));
        if (call.with("contacts")) {
            embedded.set("contacts", Json.array(lead.contacts(), this::contact));
        }
        if (call.with("catalog_elements")) {
            embedded.putArray("catalog_elements");
        }
        return document;
    }

    private List<LossReason> lossReasons(Lead lead) {
        Long reason = lead.lossReasonId();
        return reason == null ? List.of() : data.lossReason(reason).stream().toList();
    }

    /** Nearly everything is null in a deleted lead (section 2.3). */
    private ObjectNode deletedDocument(Lead lead) {
        ObjectNode document = Json.object().put("id", lead.id());
        for (String field : List.of("name", "price", "responsible_user_id", "group_id", "status_id", "pipeline_id")) {
            document.putNull(field);
        }
        document.putNull("loss_reason_id").putNull("created_by").put("updated_by", lead.updatedBy());
        document.putNull("created_at").put("updated_at", lead.updatedAt()).putNull("closed_at");
        document.putNull("closest_task_at").put("is_deleted", true).putNull("custom_fields_values");
        document.putNull("score").put("account_id", account.id()).putNull("labor_cost");
        documents.self(document, "leads/" + lead.id());
        return document;
    }

    private ObjectNode contact(LeadContact link) {
        ObjectNode contact = Json.object().put("id", link.contactId()).put("is_main", link.main());
        documents.self(contact, "contacts/" + link.contactId());
        return contact;
    }

    private ObjectNode lossReason(LossReason reason) {
        ObjectNode document = Json.object()
                .put("id", reason.id())
                .put("name", reason.name())
                .put("sort", reason.sort())
                .put("created_at", reason.createdAt())
                .put("updated_at", reason.updatedAt());
        documents.self(document, "leads/loss_reasons/" + reason.id());
        return document;
    }
}
