package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.StageChange;
import camp.elbrusboot.gateway.feed.History;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** A part of the log of stage changes, the oldest first. */
@Description("A part of the log of stage changes, the oldest first.")
public record StageChangeConnection(
        @NonNull @Description("The stage changes with their cursors.")
        List<@NonNull StageChangeEdge> edges,

        @NonNull @Description("The stage changes alone.") List<@NonNull StageChange> nodes,

        @NonNull @Description("Where this part stands in the log.")
        PageInfo pageInfo) {

    /** @param after the cursor that was given, or null */
    static StageChangeConnection of(History.Part part, @Nullable String after) {
        List<StageChange> changes = part.page().items();
        return new StageChangeConnection(
                changes.stream()
                        .map(change -> new StageChangeEdge(change.cursor(), change))
                        .toList(),
                changes,
                new PageInfo(
                        part.page().hasNext(),
                        after != null,
                        changes.isEmpty() ? null : changes.get(0).cursor(),
                        // Where nothing was found, too: a subscription can go on from here.
                        part.end()));
    }
}
