package camp.elbrusboot.gateway.crm;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** One value of a custom field. */
public record CustomFieldValue(
        @NonNull @Description("The value as text, whatever its type; structured values as JSON text.")
        String text,

        @Id @Nullable Long enumId,
        @Nullable String enumCode) {}
