package camp.elbrusboot.gateway.webhook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A body by the grammar of its keys, {@code entity[action][index][field]…}. Indexes need not be dense, groups may be
 * mixed, the account's block may stand anywhere or be missing (amoCRM, webhook format).
 *
 * @param accountId what {@code account[id]} says; null without it
 * @param entries leads, contacts and companies, in order
 * @param otherSections sections that nothing is made of, such as {@code talk[add]}
 */
record Hook(@Nullable String accountId, List<Entry> entries, List<String> otherSections) {
    private static final Set<String> ENTITIES = Set.of("leads", "contacts", "companies");

    static Hook of(Fields fields) {
        String accountId = null;
        Map<List<String>, Entry> entries = new LinkedHashMap<>();
        Set<String> others = new LinkedHashSet<>();
        for (Fields.Field field : fields.all()) {
            List<String> path = path(field.key());
            if (path.get(0).equals("account")) {
                if (path.size() == 2 && path.get(1).equals("id")) {
                    accountId = field.value();
                }
            } else if (ENTITIES.contains(path.get(0)) && path.size() >= 4) {
                entries.computeIfAbsent(path.subList(0, 3), k -> Entry.in(path.get(0)))
                        .add(path, field.value());
            } else {
                others.add(section(path));
            }
        }
        return new Hook(accountId, List.copyOf(entries.values()), List.copyOf(others));
    }

    /** {@code a[b][c]} as a, b, c. What does not close its bracket is one name. */
    private static List<String> path(String key) {
        List<String> path = new ArrayList<>();
        int bracket = key.indexOf('[');
        path.add(bracket < 0 ? key : key.substring(0, bracket));
        while (bracket >= 0) {
            int close = key.indexOf(']', bracket);
            path.add(close < 0 ? key.substring(bracket + 1) : key.substring(bracket + 1, close));
            bracket = close < 0 ? -1 : key.indexOf('[', close);
        }
        return path;
    }

    /** Enough to know what it is, and no more than amoCRM's own words: keys can be anything. */
    private static String section(List<String> path) {
        String name = path.size() > 1 ? path.get(0) + "[" + path.get(1) + "]" : path.get(0);
        return name.length() > 64 ? name.substring(0, 64) : name;
    }
}
