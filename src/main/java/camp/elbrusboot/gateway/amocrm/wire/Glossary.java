package camp.elbrusboot.gateway.amocrm.wire;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one must know to understand a v2 document of leads or of contacts as well as one of v4.
 *
 * @param fields by their ids
 * @param lossReasons names by ids
 * @param zone of the account, in which v2 writes dates; null where it is not known
 */
public record Glossary(
        Map<Long, FieldMeaning> fields,
        Map<Long, String> lossReasons,
        @Nullable ZoneId zone) {
    /** Nothing is known: documents are read as they are. */
    public static final Glossary EMPTY = new Glossary(Map.of(), Map.of(), null);

    public static Map<Long, FieldMeaning> byId(List<FieldMeaning> fields) {
        return fields.stream()
                .collect(Collectors.toMap(FieldMeaning::id, Function.identity(), (first, second) -> first));
    }
}
