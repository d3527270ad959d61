package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Reads the recorded documents of the account; {@link GeneratedData} stands beside what is here. */
final class Samples {
    private static final long TWO_GENERATION_CONTACT = 46_925_315L;
    private static final long BIRTHDAY = 682_020L;

    private Samples() {}

    static List<Pipeline> pipelines() {
        return Json.list(embedded("v4-pipelines.json", "pipelines"), Samples::pipeline);
    }

    static List<Lead> leads() {
        return Json.list(embedded("v4-leads.json", "leads"), Samples::lead);
    }

    /** The contacts of the document, and 46925390, to which lead 26331370 refers. */
    static List<Contact> contacts() {
        List<Contact> contacts = new ArrayList<>(Json.list(embedded("v4-contacts.json", "contacts"), Samples::contact));
        contacts.add(new Contact(
                46_925_390L,
                "Пётр Иванович Ромашкин",
                "Пётр",
                "Ромашкин",
                2_772_377L,
                301_553L,
                2_772_377L,
                2_772_377L,
                1_770_102_300L,
                1_774_400_300L,
                null,
                List.of(),
                List.of(),
                List.of(46_925_391L)));
        return contacts;
    }

    static List<Company> companies() {
        return List.of(
                company(46_925_333L, "Тестовая комания", 1_574_453_110L),
                company(46_925_391L, "ООО «Ромашка»", 1_770_102_310L));
    }

    /** Newest first, as they are listed. */
    static List<AccountEvent> events() {
        return Json.list(embedded("v4-events.json", "events"), Samples::event);
    }

    private static JsonNode embedded(String fixture, String key) {
        ObjectNode document = Json.parseObject(Json.fixture(fixture)).orElseThrow();
        return document.path("_embedded").path(key);
    }

    private static Pipeline pipeline(JsonNode json) {
        return new Pipeline(
                json.path("id").longValue(),
                json.path("name").textValue(),
                json.path("sort").intValue(),
                json.path("is_main").booleanValue(),
                json.path("is_unsorted_on").booleanValue(),
                json.path("is_archive").booleanValue(),
                Json.list(
                        json.path("_embedded").path("statuses"),
                        stage -> new Stage(
                                stage.path("id").longValue(),
                                stage.path("name").textValue(),
                                stage.path("sort").intValue(),
                                stage.path("is_editable").booleanValue(),
                                stage.path("color").textValue(),
                                stage.path("type").intValue())));
    }

    private static Lead lead(JsonNode json) {
        JsonNode embedded = json.path("_embedded");
        return new Lead(
                json.path("id").longValue(),
                json.path("name").textValue(),
                json.path("price").longValue(),
                json.path("responsible_user_id").longValue(),
                json.path("group_id").longValue(),
                json.path("status_id").longValue(),
                json.path("pipeline_id").longValue(),
                Json.number(json, "loss_reason_id"),
                json.path("created_by").longValue(),
                json.path("updated_by").longValue(),
                json.path("created_at").longValue(),
                json.path("updated_at").longValue(),
                Json.number(json, "closed_at"),
                Json.number(json, "closest_task_at"),
                json.path("is_deleted").booleanValue(),
                Json.number(json, "labor_cost"),
                customFields(json),
                tags(embedded),
                ids(embedded.path("companies")),
                Json.list(
                        embedded.path("contacts"),
                        contact -> new LeadContact(
                                contact.path("id").longValue(),
                                contact.path("is_main").booleanValue())));
    }

    private static Contact contact(JsonNode json) {
        List<CustomField> fields = customFields(json);
        if (json.path("id").longValue() == TWO_GENERATION_CONTACT) {
            fields = asInVersion2(fields);
        }
        return new Contact(
                json.path("id").longValue(),
                json.path("name").textValue(),
                Json.text(json, "first_name"),
                Json.text(json, "last_name"),
                json.path("responsible_user_id").longValue(),
                json.path("group_id").longValue(),
                json.path("created_by").longValue(),
                json.path("updated_by").longValue(),
                json.path("created_at").longValue(),
                json.path("updated_at").longValue(),
                Json.number(json, "closest_task_at"),
                fields,
                tags(json.path("_embedded")),
                ids(json.path("_embedded").path("companies")));
    }

    /**
     * The v2 document of this contact shows nine fields of one value each, and is served verbatim: v4 has to describe the
     * same contact, so the birthday and the second telephone number of its document are left out.
     */
    private static List<CustomField> asInVersion2(List<CustomField> fields) {
        return fields.stream()
                .filter(field -> field.id() != BIRTHDAY)
                .map(field -> new CustomField(
                        field.id(),
                        field.name(),
                        field.code(),
                        field.type(),
                        field.values().subList(0, 1)))
                .toList();
    }

    private static Company company(long id, String name, long createdAt) {
        long user = Account.ADMINISTRATOR;
        return new Company(id, name, user, 0, user, user, createdAt, createdAt, null, List.of(), List.of());
    }

    private static AccountEvent event(JsonNode json) {
        return new AccountEvent(
                json.path("id").textValue(),
                json.path("type").textValue(),
                json.path("entity_id").longValue(),
                json.path("entity_type").textValue(),
                json.path("created_by").longValue(),
                json.path("created_at").longValue(),
                0,
                json.path("value_after"),
                json.path("value_before"));
    }

    private static List<CustomField> customFields(JsonNode json) {
        return Json.list(
                json.path("custom_fields_values"),
                field -> new CustomField(
                        field.path("field_id").longValue(),
                        field.path("field_name").textValue(),
                        Json.text(field, "field_code"),
                        field.path("field_type").textValue(),
                        Json.list(
                                field.path("values"),
                                value -> new CustomField.Value(
                                        value.path("value"),
                                        Json.number(value, "enum_id"),
                                        Json.text(value, "enum_code")))));
    }

    private static List<Tag> tags(JsonNode embedded) {
        return Json.list(
                embedded.path("tags"),
                tag -> new Tag(tag.path("id").longValue(), tag.path("name").textValue(), Json.text(tag, "color")));
    }

    private static List<Long> ids(JsonNode array) {
        return Json.list(array, element -> element.path("id").longValue());
    }
}
