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
 * @param leads the plain fields of each lead, in order; nested ones (tags, custom fields) are left to the raw body
 * @param otherSections sections that nothing is made of, such as {@code contacts[update]}
 */
record Hook(@Nullable String accountId, List<Map<String, String>> leads, List<String> otherSections) {

    static Hook of(Fields fields) {
        String accountId = null;
        Map<String, Map<String, String>> leads = new LinkedHashMap<>();
        Set<String> others = new LinkedHashSet<>();
        for (Fields.Field field : fields.all()) {
            List<String> path = path(field.key());
            if (path.get(0).equals("account")) {
                if (path.size() == 2 && path.get(1).equals("id")) {
                    accountId = field.value();
                }
            } else if (path.get(0).equals("leads") && path.size() >= 4) {
                Map<String, String> lead =
                        leads.computeIfAbsent(path.get(1) + "/" + path.get(2), k -> new LinkedHashMap<>());
                if (path.size() == 4) {
                    lead.put(path.get(3), field.value());
                }
            } else {
                others.add(section(path));
            }
        }
        return new Hook(accountId, new ArrayList<>(leads.values()), List.copyOf(others));
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
