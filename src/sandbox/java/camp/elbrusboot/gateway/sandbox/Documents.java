package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts that v4 documents share (sections 2.1 and 2.5). */
final class Documents {
    private final Account account;

    Documents(Account account) {
        this.account = account;
    }

    void self(ObjectNode document, String path) {
        document.putObject("_links").putObject("self").put("href", account.origin() + "/api/v4/" + path);
    }

    /** {@code [{id, _links}]} */
    ArrayNode references(String collection, List<Long> ids) {
        return Json.array(ids, id -> reference(collection, id));
    }

    ObjectNode reference(String collection, long id) {
        ObjectNode reference = Json.object().put("id", id);
        self(reference, collection + "/" + id);
        return reference;
    }

    static ArrayNode tags(List<Tag> tags) {
        return Json.array(
                tags,
                tag -> Json.object().put("id", tag.id()).put("name", tag.name()).put("color", tag.color()));
    }

    /** Null when there are none, never an empty array (section 2.3). */
    static @Nullable ArrayNode customFields(List<CustomField> fields) {
        return fields.isEmpty() ? null : Json.array(fields, Documents::customField);
    }

    private static ObjectNode customField(CustomField field) {
        ObjectNode document = Json.object()
                .put("field_id", field.id())
                .put("field_name", field.name())
                .put("field_code", field.code())
                .put("field_type", field.type());
        document.set("values", Json.array(field.values(), Documents::value));
        return document;
    }

    private static ObjectNode value(CustomField.Value value) {
        ObjectNode document = Json.object();
        document.set("value", value.content());
        if (value.enumId() != null) {
            document.put("enum_id", value.enumId()).put("enum_code", value.enumCode());
        }
        return document;
    }
}
