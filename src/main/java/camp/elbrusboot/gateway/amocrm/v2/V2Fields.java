package camp.elbrusboot.gateway.amocrm.v2;

import camp.elbrusboot.gateway.amocrm.wire.FieldMeaning;
import camp.elbrusboot.gateway.amocrm.wire.Glossary;
import camp.elbrusboot.gateway.amocrm.wire.Wire;
import camp.elbrusboot.gateway.crm.ContactPoint;
import camp.elbrusboot.gateway.crm.CustomField;
import camp.elbrusboot.gateway.crm.CustomFieldValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Custom fields of v2, put into the words of v4: a document has neither types nor enum codes (section 3.3), and its
 * values are texts whatever their type.
 */
final class V2Fields {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    /** Lines of an address: in v2 a subtype, in v4 an enum whose ids count from 1 (section 2.5). */
    private static final List<String> ADDRESS_LINES =
            List.of("address_line_1", "address_line_2", "city", "state", "zip", "country");

    private V2Fields() {}

    static List<CustomField> fields(@Nullable List<V2Wire.Field> fields, Glossary glossary) {
        return Wire.list(fields).stream().map(f -> field(f, glossary)).toList();
    }

    /** The values of the predefined field with this code. */
    static List<ContactPoint> points(String code, List<CustomField> fields) {
        return fields.stream()
                .filter(f -> code.equals(f.code()))
                .flatMap(f -> f.values().stream())
                .filter(v -> !v.text().isEmpty())
                .map(v -> new ContactPoint(v.text(), v.enumCode()))
                .toList();
    }

    private static CustomField field(V2Wire.Field field, Glossary glossary) {
        FieldMeaning known = glossary.fields().get(field.id());
        FieldMeaning meaning = known == null ? new FieldMeaning(field.id(), null, null, Map.of()) : known;
        return new CustomField(
                field.id(),
                Wire.text(field.name()),
                field.code() == null ? meaning.code() : field.code(),
                meaning.type(),
                Wire.elements(field.values()).stream()
                        .map(element -> value(element, meaning, glossary.zone()))
                        .toList());
    }

    private static CustomFieldValue value(JsonNode element, FieldMeaning meaning, @Nullable ZoneId zone) {
        JsonNode value = element.isObject() && element.has("value") ? element.get("value") : element;
        String text = text(Wire.valueText(value), meaning.type(), zone);
        String subtype = element.path("subtype").textValue();
        if (subtype != null) {
            int line = ADDRESS_LINES.indexOf(subtype);
            return new CustomFieldValue(text, line < 0 ? null : (Long) (line + 1L), subtype);
        }
        Long enumId = Wire.number(element.path("enum"));
        return new CustomFieldValue(
                text, enumId, enumId == null ? null : meaning.enumCodes().get(enumId));
    }

    /** As v4 has it; as it is where that cannot be told. */
    private static String text(String text, @Nullable String type, @Nullable ZoneId zone) {
        if (type == null) {
            return text;
        }
        return switch (type) {
            case "checkbox" -> text.equals("1") ? "true" : text.equals("0") ? "false" : text;
            case "date", "date_time", "birthday" -> seconds(text, zone);
            default -> text;
        };
    }

    private static String seconds(String text, @Nullable ZoneId zone) {
        try {
            return zone == null
                    ? text
                    : Long.toString(
                            LocalDateTime.parse(text, LOCAL).atZone(zone).toEpochSecond());
        } catch (DateTimeException otherwiseWritten) {
            return text;
        }
    }
}
