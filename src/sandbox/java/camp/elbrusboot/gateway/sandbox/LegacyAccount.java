package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The account as v2 tells it, with nearly everything that hangs on it (section 3.5). */
final class LegacyAccount {
    private final Account account;
    private final AccountData data;
    private final LegacyDocuments documents;

    LegacyAccount(Account account, AccountData data, LegacyDocuments documents) {
        this.account = account;
        this.data = data;
        this.documents = documents;
    }

    ObjectNode document(Call call, boolean fieldsAsMap) {
        ObjectNode document = Json.object();
        LegacyDocuments.self(document, "/api/v2/account");
        document.put("id", account.id())
                .put("name", account.name())
                .put("subdomain", account.subdomain())
                .put("currency", "RUB")
                .put("timezone", "Europe/Moscow")
                .put("timezone_offset", "+03:00")
                .put("language", "ru")
                .put("current_user", Account.ADMINISTRATOR);
        document.putObject("date_pattern")
                .put("date", "d.m.Y")
                .put("time", "H:i")
                .put("date_time", "d.m.Y H:i")
                .put("time_full", "H:i:s");
        ObjectNode embedded = document.putObject("_embedded");
        if (call.with("users")) {
            ObjectNode users = embedded.putObject("users");
            user(users, Account.ADMINISTRATOR, "Администратор", true);
            user(users, 2_772_377L, "Менеджер", false);
        }
        if (call.with("custom_fields")) {
            ObjectNode fields = embedded.putObject("custom_fields");
            for (String entity : FieldDefinitions.ENTITIES) {
                fields.set(entity, fields(data.fields().of(entity), fieldsAsMap));
            }
            fields.putArray("customers");
        }
        if (call.with("pipelines")) {
            embedded.set("pipelines", documents.pipelines(data.pipelines()));
        }
        named(call, embedded, "groups", 0, "Отдел продаж");
        named(call, embedded, "note_types", 4, "COMMON");
        named(call, embedded, "task_types", 1, "Связаться с клиентом");
        return document;
    }

    private static void user(ObjectNode users, long id, String name, boolean administrator) {
        users.putObject(String.valueOf(id))
                .put("id", id)
                .put("name", name)
                .put("last_name", "")
                .put("login", "user" + id + "@example.com")
                .put("language", "ru")
                .put("group_id", 0)
                .put("is_active", true)
                .put("is_free", false)
                .put("is_admin", administrator)
                .putObject("rights")
                .put("lead_view", "A")
                .put("contact_view", "A")
                .put("company_view", "A");
    }

    /** A list in the documentation, a map by id for several clients. */
    private static JsonNode fields(List<FieldDefinition> fields, boolean asMap) {
        if (!asMap) {
            return Json.array(fields, LegacyAccount::field);
        }
        ObjectNode map = Json.object();
        fields.forEach(field -> map.set(String.valueOf(field.id()), field(field)));
        return map;
    }

    private static ObjectNode field(FieldDefinition field) {
        ObjectNode document = Json.object().put("id", field.id()).put("name", field.name());
        if (field.code() != null) {
            document.put("code", field.code());
        }
        document.put("field_type", field.legacyType())
                .put("sort", 500)
                .put("is_multiple", field.multiple())
                .put("is_system", field.predefined())
                .put("is_editable", !field.predefined());
        ObjectNode enums = document.putObject("enums");
        field.choices().forEach(choice -> enums.put(String.valueOf(choice.id()), choice.value()));
        return document;
    }

    private static void named(Call call, ObjectNode embedded, String part, long id, String name) {
        if (call.with(part)) {
            embedded.putObject(part).putObject(String.valueOf(id)).put("id", id).put("name", name);
        }
    }
}
