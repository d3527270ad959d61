package camp.elbrusboot.gateway.amocrm.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the definition of a custom field says and a v2 document leaves out.
 *
 * @param type in the words of v4
 * @param enumCodes by the enum's id; those without a code are not in it
 */
public record FieldMeaning(
        long id, @Nullable String code, @Nullable String type, Map<Long, String> enumCodes) {}
