package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A filled-in custom field (section 2.5). */
record CustomField(long id, String name, @Nullable String code, String type, List<Value> values) {
    private static final Set<String> PREDEFINED = Set.of("PHONE", "EMAIL", "POSITION", "IM");

    CustomField {
        values = List.copyOf(values);
    }

    /** One value; the enum keys are on the wire only for types that have an enum. */
    record Value(
            JsonNode content,
            @Nullable Long enumId,
            @Nullable String enumCode) {}

    /** What v2 calls {@code is_system}. */
    boolean predefined() {
        return code != null && PREDEFINED.contains(code);
    }

    /** Dates and checkboxes have the scalar form in webhooks (section 4.3). */
    boolean scalarInWebhooks() {
        return type.equals("checkbox") || type.startsWith("date") || type.equals("birthday");
    }
}
