package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Documents of v2: maps for pipelines, lists for the rest, and collections that are empty now as an object, now as an
 * array (section 3.3), as PHP serialises them.
 */
final class LegacyDocuments {
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.of("Europe/Moscow"));

    private final AccountData data;

    private final Account account;

    LegacyDocuments(Account account, AccountData data) {
        this.account = account;
        this.data = data;
    }

    static void self(ObjectNode document, String address) {
        document.putObject("_links").putObject("self").put("href", address).put("method", "get");
    }

    ObjectNode pipelines(Collection<Pipeline> pipelines) {
        ObjectNode map = Json.object();
        for (Pipeline pipeline : pipelines) {
            ObjectNode document = map.putObject(String.valueOf(pipeline.id()))
                    .put("id", pipeline.id())
                    .put("name", pipeline.name())
                    .put("sort", pipeline.sort())
                    .put("is_main", pipeline.main());
            ObjectNode stages = document.putObject("statuses");
            // By numeric key, so 142 and 143 come first (section 3.2).
            pipeline.stages().stream()
                    .sorted((left, right) -> Long.compare(left.id(), right.id()))
                    .forEach(stage -> stages.putObject(String.valueOf(stage.id()))
                            .put("id", stage.id())
                            .put("name", stage.name())
                            .put("color", stage.color())
                            .put("sort", stage.sort())
                            .put("is_editable", stage.editable()));
            self(document, "/api/v2/pipelines?id=" + pipeline.id());
        }
        return map;
    }

    ObjectNode contact(Contact contact) {
        ObjectNode document = Json.object().put("id", contact.id()).put("name", contact.name());
        if (contact.firstName() != null) {
            document.put("first_name", contact.firstName()).put("last_name", contact.lastName());
        }
        common(document, contact).put("updated_by", contact.updatedBy()).put("group_id", contact.groupId());
        document.set("company", company(contact.companies()));
        document.set("leads", ids("leads", data.leadsOfContact(contact.id())));
        document.put("closest_task_at", orZero(contact.closestTaskAt()));
        document.set("tags", tags(contact.tags(), Json.object()));
        document.set("custom_fields", customFields(contact.customFields(), Json.object()));
        document.putObject("customers");
        self(document, "/api/v2/contacts?id=" + contact.id());
        return document;
    }

    ObjectNode lead(Lead lead) {
        ObjectNode document = Json.object().put("id", lead.id()).put("name", lead.name());
        common(document, lead).put("is_deleted", lead.deleted());
        document.set(
                "main_contact",
                lead.mainContact()
                        .map(main -> reference("contacts", main.contactId()))
                        .orElseGet(Json::object));
        document.put("group_id", lead.groupId());
        document.set("company", company(lead.companies()));
        document.put("closed_at", orZero(lead.closedAt())).put("closest_task_at", orZero(lead.closestTaskAt()));
        // Both forms of nothing occur; which one a lead has does not change from call to call.
        document.set("tags", tags(lead.tags(), lead.id() % 2 == 0 ? Json.object() : Json.array()));
        document.set("custom_fields", customFields(lead.customFields(), Json.array()));
        List<Long> contacts =
                lead.contacts().stream().map(LeadContact::contactId).toList();
        document.set("contacts", ids("contacts", contacts));
        document.put("status_id", lead.statusId()).put("sale", lead.price());
        // Seen in some captures and not in others (section 3.4).
        if (lead.lossReasonId() != null) {
            document.put("loss_reason_id", lead.lossReasonId());
        }
        document.set("pipeline", reference("pipelines", lead.pipelineId()));
        self(document, "/api/v2/leads?id=" + lead.id());
        return document;
    }

    ObjectNode company(Company company) {
        ObjectNode document = Json.object().put("id", company.id()).put("name", company.name());
        common(document, company).put("updated_by", company.updatedBy()).put("group_id", company.groupId());
        document.set("leads", ids("leads", data.leadsOfCompany(company.id())));
        document.set("contacts", ids("contacts", data.contactsOfCompany(company.id())));
        document.put("closest_task_at", orZero(company.closestTaskAt()));
        document.set("tags", tags(company.tags(), Json.object()));
        document.set("custom_fields", customFields(company.customFields(), Json.object()));
        document.putObject("customers");
        self(document, "/api/v2/companies?id=" + company.id());
        return document;
    }

    private static long orZero(@Nullable Long time) {
        return time == null ? 0 : time;
    }

    private ObjectNode common(ObjectNode document, Entity entity) {
        return document.put("responsible_user_id", entity.responsibleUserId())
                .put("created_by", entity.createdBy())
                .put("created_at", entity.createdAt())
                .put("updated_at", entity.updatedAt())
                .put("account_id", account.id());
    }

    private ObjectNode company(List<Long> companies) {
        if (companies.isEmpty()) {
            return Json.object();
        }
        long id = companies.get(0);
        ObjectNode company = Json.object().put("id", id);
        company.put("name", data.company(id).map(Company::name).orElse(null));
        self(company, "/api/v2/companies?id=" + id);
        return company;
    }

    private static ObjectNode reference(String collection, long id) {
        ObjectNode reference = Json.object().put("id", id);
        self(reference, "/api/v2/" + collection + "?id=" + id);
        return reference;
    }

    private static ObjectNode ids(String collection, List<Long> ids) {
        ObjectNode document = Json.object();
        if (!ids.isEmpty()) {
            ids.forEach(document.putArray("id")::add);
            String list = ids.stream().map(String::valueOf).collect(Collectors.joining(","));
            self(document, "/api/v2/" + collection + "?id=" + list);
        }
        return document;
    }

    private static JsonNode tags(List<Tag> tags, JsonNode none) {
        return tags.isEmpty()
                ? none
                : Json.array(tags, tag -> Json.object().put("id", tag.id()).put("name", tag.name()));
    }

    private static JsonNode customFields(List<CustomField> fields, JsonNode none) {
        return fields.isEmpty() ? none : Json.array(fields, LegacyDocuments::customField);
    }

    private static ObjectNode customField(CustomField field) {
        ObjectNode document = Json.object().put("id", field.id()).put("name", field.name());
        if (field.predefined()) {
            document.put("code", field.code());
        }
        ArrayNode values = document.putArray("values");
        for (CustomField.Value value : field.values()) {
            ObjectNode element = values.addObject().put("value", text(field, value.content()));
            if (value.enumId() != null) {
                element.put("enum", value.enumId());
            }
        }
        return document.put("is_system", field.predefined());
    }

    /** All values are strings: 1 for a checked box, a local date-time for a date. */
    private static String text(CustomField field, JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue() ? "1" : "0";
        }
        if (field.scalarInWebhooks() && value.isNumber()) {
            return LOCAL.format(Instant.ofEpochSecond(value.longValue()));
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
