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

        @Description("Pipelines that the lead is in.") @Nullable
        List<@NonNull String> pipelineIds,

        @Description("Stages that the lead is in.") @Nullable
        List<@NonNull StatusKeyInput> statuses,

        @Description("Users of amoCRM who are responsible.") @Nullable
        List<@NonNull String> responsibleUserIds,

        @Description("When it was created.") @Nullable TimeRange createdAt,

        @Description("When it was last changed.") @Nullable TimeRange updatedAt,

        @Description("When it was won or lost.") @Nullable TimeRange closedAt) {

    static final LeadFilter NONE = new LeadFilter(null, null, null, null, null, null, null);
}
