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
        @Id long id,
        @NonNull String name,
        int sort,
        @Name("isMain") boolean main,
        @Name("isArchived") boolean archived,
        @NonNull @Description("By sort.") List<@NonNull Status> statuses) {

    /** The stage with this id, if the pipeline has it. */
    public Optional<Status> find(long statusId) {
        return statuses.stream().filter(s -> s.statusId() == statusId).findFirst();
    }
}
