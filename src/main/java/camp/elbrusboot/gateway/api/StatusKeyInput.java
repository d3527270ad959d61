package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.StatusKey;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.NonNull;

/** What identifies a stage. */
@Input("StatusKey")
@Description("What identifies a stage: 142 and 143 repeat in every pipeline.")
public record StatusKeyInput(
        @Id @NonNull @Description("amoCRM's id of the pipeline.")
        String pipelineId,

        @Id @NonNull @Description("amoCRM's id of the stage.")
        String statusId) {

    StatusKey checked(String argument) {
        return new StatusKey(
                Arguments.id(argument + ".pipelineId", pipelineId), Arguments.id(argument + ".statusId", statusId));
    }
}
