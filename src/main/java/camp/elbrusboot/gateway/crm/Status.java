package camp.elbrusboot.gateway.crm;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** A stage of a pipeline. */
@Description("A stage of a pipeline.")
public record Status(
        @Ignore long pipelineId,

        @Id @Description("amoCRM's own id; 142 (won) and 143 (lost) repeat in every pipeline.")
        long statusId,

        @NonNull @Description("Its name.") String name,
        @Description("Position in the pipeline, ascending.") int sort,
        @NonNull @Description("#rrggbb as amoCRM shows it.") String color,

        @NonNull @Description("What it means in the pipeline.")
        StatusKind kind,

        @Name("isEditable") @Description("False for the three stages that amoCRM itself makes.")
        boolean editable) {

    @Id
    @NonNull
    @Description("\"{pipelineId}:{statusId}\": unique over the account, so client caches can key on it.")
    public String getId() {
        return pipelineId + ":" + statusId;
    }
}
