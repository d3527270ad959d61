package camp.elbrusboot.gateway.sandbox;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A custom field that can be filled in (sections 2.6 and 3.5). */
record FieldDefinition(long id, String name, @Nullable String code, String type, List<Choice> choices) {
    /** What v2 says for the type; unconfirmed for the newer ones, which get numbers that no client knows. */
    private static final Map<String, Integer> LEGACY_TYPES = Map.ofEntries(
            Map.entry("text", 1),
            Map.entry("numeric", 2),
            Map.entry("checkbox", 3),
            Map.entry("select", 4),
            Map.entry("multiselect", 5),
            Map.entry("date", 6),
            Map.entry("url", 7),
            Map.entry("multitext", 8),
            Map.entry("birthday", 14),
            Map.entry("tracking_data", 23));

    private static final int UNKNOWN_LEGACY_TYPE = 99;

    FieldDefinition {
        choices = List.copyOf(choices);
    }

    /** The code is there for predefined fields only. */
    record Choice(long id, String value, int sort, @Nullable String code) {}

    boolean predefined() {
        return code != null;
    }

    boolean multiple() {
        return type.equals("multitext") || type.equals("multiselect");
    }

    int legacyType() {
        return LEGACY_TYPES.getOrDefault(type, UNKNOWN_LEGACY_TYPE);
    }
}
