package camp.elbrusboot.gateway.api;

import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.jspecify.annotations.Nullable;

/** Where a page stands in its list. */
@Description("Where a page stands in its list.")
public record PageInfo(
        @Description("Whether more follow. amoCRM does not count, so the page that follows may turn out empty.")
        boolean hasNextPage,

        @Description("Whether the page does not begin with the list.")
        boolean hasPreviousPage,

        @Description("Cursor of the first entry; null on an empty page.") @Nullable
        String startCursor,

        @Description("Cursor of the last entry, after which the next page begins; null on an empty page.") @Nullable
        String endCursor) {

    /** Of the page that begins at this index. */
    static PageInfo of(List<String> cursors, boolean hasNext, long offset) {
        return new PageInfo(
                hasNext,
                offset > 0,
                cursors.isEmpty() ? null : cursors.get(0),
                cursors.isEmpty() ? null : cursors.get(cursors.size() - 1));
    }
}
