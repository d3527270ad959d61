package camp.elbrusboot.gateway.amocrm.v4;

import camp.elbrusboot.gateway.crm.ContactPoint;
import camp.elbrusboot.gateway.crm.CustomField;
import camp.elbrusboot.gateway.crm.CustomFieldValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Custom fields of v4. Types are taken as they come: a new one once broke strict clients. */
final class V4Fields {
    private V4Fields() {}

    static List<CustomField> fields(@Nullable List<V4Wire.Field> fields) {
        return V4Entities.list(fields).stream()
                .map(f -> new CustomField(
                        f.id(),
                        f.name() == null ? "" : f.name(),
                        f.code(),
                        f.type(),
                        elements(f).stream().map(V4Fields::value).toList()))
                .toList();
    }

    /** The values of the predefined field with this code. */
    static List<ContactPoint> points(String code, @Nullable List<V4Wire.Field> fields) {
        return V4Entities.list(fields).stream()
                .filter(f -> code.equals(f.code()))
                .flatMap(f -> elements(f).stream())
                .map(V4Fields::value)
                .filter(v -> !v.text().isEmpty())
                .map(v -> new ContactPoint(v.text(), v.enumCode()))
                .toList();
    }

    /** {@code values} can be null, and by the habit of PHP an object where a list is meant. */
    private static List<JsonNode> elements(V4Wire.Field field) {
        List<JsonNode> elements = new ArrayList<>();
        if (field.values() != null) {
            field.values().elements().forEachRemaining(elements::add);
        }
        return elements;
    }

    private static CustomFieldValue value(JsonNode element) {
        // A chained_list has no "value": its element is the value.
        JsonNode value = element.isObject() && element.has("value") ? element.get("value") : element;
        // One page of amoCRM's documentation calls the enum's id "enum".
        JsonNode enumId = element.path(element.has("enum_id") ? "enum_id" : "enum");
        return new CustomFieldValue(
                value.isNull() ? "" : value.isContainerNode() ? value.toString() : value.asText(),
                enumId.canConvertToLong() ? enumId.asLong() : null,
                element.path("enum_code").textValue());
    }
}
