package camp.elbrusboot.gateway.crm;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * One value of a custom field.
 *
 * @param json a {@link String}, {@link Boolean} or {@link Number}, or a {@link List} or {@link Map} of these
 */
@Description("One value of a custom field.")
public record CustomFieldValue(
        @NonNull @Description("The value as text, whatever its type; structured values as JSON text.")
        String text,

        @Description("The value as amoCRM has it: a text, a number, true or false, or a structure.") @Nullable
        Object json,

        @Id @Description("amoCRM's id of the choice, where the field offers choices.") @Nullable
        Long enumId,

        @Description("amoCRM's code of the choice, such as WORK; most choices have none.") @Nullable
        String enumCode) {

    public CustomFieldValue {
        // Equal to what it was before it went through a cache, which shortens whole numbers.
        json = json instanceof Integer whole ? (Object) whole.longValue() : json;
    }
}
