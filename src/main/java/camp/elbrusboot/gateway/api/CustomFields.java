package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.CustomField;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Chooses custom fields. */
final class CustomFields {
    static final String CODES = "amoCRM's codes of fields, such as POSITION.";
    static final String IDS = "amoCRM's ids of fields.";

    private CustomFields() {}

    static List<CustomField> chosen(
            List<CustomField> fields, @Nullable List<String> codes, @Nullable List<String> ids) {
        if (codes == null && ids == null) {
            return fields;
        }
        Set<Long> wanted = Arguments.ids("ids", ids);
        return fields.stream()
                .filter(field -> wanted.contains(field.id())
                        || (codes != null && field.code() != null && codes.contains(field.code())))
                .toList();
    }
}
