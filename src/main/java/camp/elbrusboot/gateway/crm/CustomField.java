package camp.elbrusboot.gateway.crm;

import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** A filled-in custom field; amoCRM lists only filled ones. */
@Description("A custom field that is filled in.")
public record CustomField(
        @Id @Description("amoCRM's id of the field.") long id,
        @NonNull @Description("Its name.") String name,

        @Description("amoCRM's code, for predefined fields such as PHONE, EMAIL, POSITION.") @Nullable
        String code,

        @Description("amoCRM's type, such as text, select or multitext; new ones may appear.") @Nullable
        String type,

        @NonNull @Description("Its values; most types have one.")
        List<@NonNull CustomFieldValue> values) {

    /** Personal data stay out of logs. */
    @Override
    public String toString() {
        return "CustomField[" + id + "]";
    }
}
