package camp.elbrusboot.gateway.amocrm.v2;

import camp.elbrusboot.gateway.amocrm.wire.FieldMeaning;
import camp.elbrusboot.gateway.amocrm.wire.Glossary;
import camp.elbrusboot.gateway.amocrm.wire.Wire;
import camp.elbrusboot.gateway.crm.ContactPoint;
import camp.elbrusboot.gateway.crm.CustomField;
import camp.elbrusboot.gateway.crm.CustomFieldValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** Types of v4 whose values are texts, numbers, times or choices (section 2.5). */
    private static final Set<String> SIMPLE = Set.of(
            "text",
            "textarea",
            "url",
            "streetaddress",
            "tracking_data",
            "numeric",
            "price",
            "monetary",
            "checkbox",
            "date",
            "date_time",
            "birthday",
            "select",
            "radiobutton",
            "multiselect",
            "category",
            "multitext",
            "smart_address");

    private static final ObjectMapper JSON = new ObjectMapper();

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
        JsonNode value =
                unfolded(element.isObject() && element.has("value") ? element.get("value") : element, meaning.type());
        Object json = json(value, meaning.type(), zone);
        String text = json instanceof Boolean || json instanceof Long ? json.toString() : Wire.valueText(value);
        String subtype = element.path("subtype").textValue();
        if (subtype != null) {
            int line = ADDRESS_LINES.indexOf(subtype);
            return new CustomFieldValue(text, json, line < 0 ? null : (Long) (line + 1L), subtype);
        }
        Long enumId = Wire.number(element.path("enum"));
        return new CustomFieldValue(
                text, json, enumId, enumId == null ? null : meaning.enumCodes().get(enumId));
    }

    /** Types that are newer than v2 have structures for values, of which v2 may make texts. */
    private static JsonNode unfolded(JsonNode value, @Nullable String type) {
        if (type == null
                || SIMPLE.contains(type)
                || !value.isTextual()
                || !value.textValue().startsWith("{")) {
            return value;
        }
        try {
            return JSON.readTree(value.textValue());
        } catch (JsonProcessingException notAStructure) {
            return value;
        }
    }

    /** As v4 has it; as it is where that cannot be told. */
    private static @Nullable Object json(JsonNode value, @Nullable String type, @Nullable ZoneId zone) {
        if (type == null || !value.isValueNode()) {
            return Wire.value(value);
        }
        return switch (type) {
            case "checkbox" -> truth(value);
            case "date", "date_time", "birthday" -> zone == null ? Wire.value(value) : seconds(value, zone);
            default -> Wire.value(value);
        };
    }

    private static @Nullable Object truth(JsonNode value) {
        return switch (value.asText()) {
            case "1" -> true;
            case "0" -> false;
            default -> Wire.value(value);
        };
    }

    private static @Nullable Object seconds(JsonNode value, ZoneId zone) {
        try {
            return LocalDateTime.parse(value.asText(), LOCAL).atZone(zone).toEpochSecond();
        } catch (DateTimeException otherwiseWritten) {
            return Wire.value(value);
        }
    }
}
