package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.Pipeline;
import camp.elbrusboot.gateway.crm.Status;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;
import org.jspecify.annotations.Nullable;

/** Pipelines and stages. They are few and read together: every field here costs one call upstream, once. */
@GraphQLApi
public class PipelineApi {
    private static final String PIPELINE_ID = "amoCRM's id of the pipeline.";
    private static final String STATUS_ID = "amoCRM's id of the stage, the second part of Status.id.";

    private final Requests requests;

    PipelineApi(Requests requests) {
        this.requests = requests;
    }

    @Query
    @NonNull
    @Description("All pipelines of the account, by sort.")
    public Uni<@NonNull List<@NonNull Pipeline>> pipelines(
            @DefaultValue("false") @Description("Whether archived ones are wanted too.") @Nullable
                    Boolean includeArchived) {
        return all().map(pipelines -> pipelines.stream()
                .filter(pipeline -> Boolean.TRUE.equals(includeArchived) || !pipeline.archived())
                .toList());
    }

    @Query
    @Description("One pipeline; null when the account has none with this id.")
    public Uni<Pipeline> pipeline(@Id @NonNull @Description(PIPELINE_ID) String id) {
        long wanted = Arguments.id("id", id);
        return all().map(pipelines -> Pipelines.find(pipelines, wanted).orElse(null));
    }

    @Query
    @Description("One stage; null when the account has none with these ids.")
    public Uni<Status> status(
            @Id @NonNull @Description(PIPELINE_ID) String pipelineId,
            @Id @NonNull @Description(STATUS_ID) String statusId) {
        long pipeline = Arguments.id("pipelineId", pipelineId);
        long status = Arguments.id("statusId", statusId);
        return all().map(
                        pipelines -> Pipelines.find(pipelines, pipeline, status).orElse(null));
    }

    @Description("One of this pipeline's stages; null when it has none with this id.")
    public Uni<Status> status(@Source Pipeline pipeline, @Id @NonNull @Description(STATUS_ID) String statusId) {
        return Uni.createFrom()
                .item(pipeline.find(Arguments.id("statusId", statusId)).orElse(null));
    }

    @NonNull
    @Description("The pipeline that the stage belongs to.")
    public Uni<@NonNull List<@NonNull Pipeline>> pipeline(@Source List<Status> statuses) {
        return all().map(pipelines -> statuses.stream()
                .map(status -> Pipelines.find(pipelines, status.pipelineId()).orElse(null))
                .toList());
    }

    private Uni<List<Pipeline>> all() {
        return requests.asked().pipelines();
    }
}
