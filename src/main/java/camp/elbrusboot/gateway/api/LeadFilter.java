package camp.elbrusboot.gateway.api;

import io.smallrye.graphql.api.Nullable;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.NonNull;

/** Conditions on leads, joined by AND. */
@Input("LeadFilter")
@Description("Conditions on leads, joined by AND; an empty list is no condition.")
public record LeadFilter(
        @Description("Free text over the filled-in fields.") @Nullable
        String query,

        @Nullable List<@NonNull String> pipelineIds,
        @Nullable List<@NonNull StatusKeyInput> statuses,
        @Nullable List<@NonNull String> responsibleUserIds,
        @Nullable TimeRange createdAt,
        @Nullable TimeRange updatedAt,
        @Nullable TimeRange closedAt) {

    static final LeadFilter NONE = new LeadFilter(null, null, null, null, null, null, null);
}
