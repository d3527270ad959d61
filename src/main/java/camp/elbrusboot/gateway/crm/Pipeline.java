package camp.elbrusboot.gateway.crm;

import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** A sales pipeline with its stages, ascending by {@code sort}. */
@Description("A sales pipeline.")
public record Pipeline(
        @Id @Description("amoCRM's id of the pipeline.") long id,
        @NonNull @Description("Its name.") String name,

        @Description("Position among the pipelines, ascending.")
        int sort,

        @Name("isMain") @Description("Whether new leads go there; one pipeline is.")
        boolean main,

        @Name("isArchived") @Description("Whether it is in amoCRM's archive.")
        boolean archived,

        @NonNull @Description("Its stages, by sort.") List<@NonNull Status> statuses) {

    /** The stage with this id, if the pipeline has it. */
    public Optional<Status> find(long statusId) {
        return statuses.stream().filter(s -> s.statusId() == statusId).findFirst();
    }
}
