package camp.elbrusboot.gateway.amocrm.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Readings that hold for documents of either version. */
public final class Wire {
    /** The end of the year 9999, the last that anybody's calendar shows. */
    private static final long LATEST = 253_402_300_799L;

    private Wire() {}

    /** What is there; elements that could not be read are not. */
    public static <T> List<T> list(@Nullable List<@Nullable T> maybe) {
        return maybe == null
                ? List.of()
                : maybe.stream().filter(Objects::nonNull).toList();
    }

    /** How many elements amoCRM has sent, those that cannot be read included: pages are counted by them. */
    public static int size(@Nullable List<?> maybe) {
        return maybe == null ? 0 : maybe.size();
    }

    public static List<JsonNode> elements(@Nullable JsonNode maybe) {
        List<JsonNode> elements = new ArrayList<>();
        if (maybe != null) {
            maybe.elements().forEachRemaining(elements::add);
        }
        return elements;
    }

    public static String text(@Nullable String maybe) {
        return maybe == null ? "" : maybe;
    }

    /** Null for 0, with which v2 says that there is no such time, and for what is no time. */
    public static @Nullable Instant moment(@Nullable Long seconds) {
        return seconds == null || seconds <= 0 || seconds > LATEST ? null : Instant.ofEpochSecond(seconds);
    }

    /** For times that every entity has: the beginning of time where amoCRM does not say it. */
    public static Instant momentOrEpoch(@Nullable Long seconds) {
        Instant moment = moment(seconds);
        return moment == null ? Instant.EPOCH : moment;
    }

    /** The number of an enum, which some documents give as a text. */
    public static @Nullable Long number(JsonNode node) {
        if (node.canConvertToLong()) {
            return node.asLong();
        }
        try {
            return node.isTextual() ? Long.valueOf(node.textValue()) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** A value as it is, in types of the JDK alone; null for none. */
    public static @Nullable Object value(JsonNode value) {
        if (value.isArray()) {
            List<@Nullable Object> elements = new ArrayList<>();
            value.forEach(element -> elements.add(value(element)));
            return elements;
        }
        if (value.isObject()) {
            Map<String, @Nullable Object> properties = new LinkedHashMap<>();
            value.properties().forEach(property -> properties.put(property.getKey(), value(property.getValue())));
            return properties;
        }
        return value.isTextual()
                ? value.textValue()
                : value.isBoolean() ? (Object) value.booleanValue() : value.isNumber() ? value.numberValue() : null;
    }

    /** A value as our callers get it: texts as they are, structures as JSON. */
    public static String valueText(JsonNode value) {
        return value.isNull() || value.isMissingNode()
                ? ""
                : value.isContainerNode() ? value.toString() : value.asText();
    }
}
