package camp.elbrusboot.gateway.api;

import org.eclipse.microprofile.graphql.Description;
import org.jspecify.annotations.Nullable;

/** Where a page stands in its list. */
@Description("Where a page stands in its list.")
public record PageInfo(
        @Description("Whether more follow. amoCRM does not count, so the page that follows may turn out empty.")
        boolean hasNextPage,

        boolean hasPreviousPage,
        @Nullable String startCursor,
        @Nullable String endCursor) {}
