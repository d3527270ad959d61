package camp.elbrusboot.gateway.api;

import io.smallrye.graphql.api.Nullable;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.NonNull;

/** Conditions on contacts, joined by AND. */
@Input("ContactFilter")
@Description("Conditions on contacts, joined by AND; an empty list is no condition.")
public record ContactFilter(
        @Description("Free text over the filled-in fields.") @Nullable
        String query,

        @Description("Users of amoCRM who are responsible.") @Nullable
        List<@NonNull String> responsibleUserIds,

        @Description("When it was created.") @Nullable TimeRange createdAt,

        @Description("When it was last changed.") @Nullable TimeRange updatedAt) {

    static final ContactFilter NONE = new ContactFilter(null, null, null, null);
}
