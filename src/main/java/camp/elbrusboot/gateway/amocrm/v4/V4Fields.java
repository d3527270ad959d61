package camp.elbrusboot.gateway.amocrm.v4;

import camp.elbrusboot.gateway.amocrm.wire.Wire;
import camp.elbrusboot.gateway.crm.ContactPoint;
import camp.elbrusboot.gateway.crm.CustomField;
import camp.elbrusboot.gateway.crm.CustomFieldValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Custom fields of v4. Types are taken as they come: a new one once broke strict clients (section 2.5). */
final class V4Fields {
    private V4Fields() {}

    static List<CustomField> fields(@Nullable List<V4Wire.Field> fields) {
        return Wire.list(fields).stream()
                .map(f -> new CustomField(
                        f.id(),
                        Wire.text(f.name()),
                        f.code(),
                        f.type(),
                        Wire.elements(f.values()).stream().map(V4Fields::value).toList()))
                .toList();
    }

    /** The values of the predefined field with this code. */
    static List<ContactPoint> points(String code, @Nullable List<V4Wire.Field> fields) {
        return Wire.list(fields).stream()
                .filter(f -> code.equals(f.code()))
                .flatMap(f -> Wire.elements(f.values()).stream())
                .map(V4Fields::value)
                .filter(v -> !v.text().isEmpty())
                .map(v -> new ContactPoint(v.text(), v.enumCode()))
                .toList();
    }

    private static CustomFieldValue value(JsonNode element) {
        // A chained_list has no "value": its element is the value.
        JsonNode value = element.isObject() && element.has("value") ? element.get("value") : element;
        // One page of amoCRM's documentation calls the enum's id "enum".
        JsonNode enumId = element.path(element.has("enum_id") ? "enum_id" : "enum");
        return new CustomFieldValue(
                Wire.valueText(value),
                Wire.value(value),
                Wire.number(enumId),
                element.path("enum_code").textValue());
    }
}
