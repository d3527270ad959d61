package camp.elbrusboot.gateway.webhook;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One entity of a hook: the fields under {@code section[action][index]}. Of the nested ones only those of a note and the
 * linked leads are kept; tags and custom fields are left to the raw body.
 *
 * @param section {@code leads}, {@code contacts} or {@code companies}
 * @param fields {@code section[action][index][field]}
 * @param note {@code section[action][index][note][field]}
 * @param linkedLeads what stands under {@code linked_leads_id}, whatever its shape
 */
record Entry(String section, Map<String, String> fields, Map<String, String> note, Set<String> linkedLeads) {
    /** Where the name of a field stands in a path. */
    private static final int FIELD = 3;

    static Entry in(String section) {
        return new Entry(section, new HashMap<>(), new HashMap<>(), new HashSet<>());
    }

    void add(List<String> path, String value) {
        String name = path.get(FIELD);
        String last = path.get(path.size() - 1);
        if (path.size() == FIELD + 1) {
            fields.put(name, value);
        } else if (name.equals("note") && path.size() == FIELD + 2) {
            note.put(last, value);
        } else if (name.equals("linked_leads_id") && (path.size() == FIELD + 2 || last.equalsIgnoreCase("id"))) {
            // A map keyed by lead id, [26331366][ID]=26331366 (section 4.4); in a list there would be no [ID].
            linkedLeads.add(value);
        }
    }

    @Nullable
    String text(String field) {
        return fields.get(field);
    }

    @Nullable
    Long number(String field) {
        return positive(fields.get(field));
    }

    /** Ids and times are positive; {@code 0} stands for nobody (a robot) and never. Null for all that is none. */
    static @Nullable Long positive(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            long number = Long.parseLong(text.trim());
            return number > 0 ? number : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
