package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.Lead;
import camp.elbrusboot.gateway.crm.Page;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

/** A page of a list of leads. */
@Description("A page of a list of leads.")
public record LeadConnection(
        @NonNull List<@NonNull LeadEdge> edges,
        @NonNull List<@NonNull Lead> nodes,
        @NonNull PageInfo pageInfo) {

    static LeadConnection of(Page<Lead> page, LeadList list, long offset) {
        List<LeadEdge> edges = new ArrayList<>();
        for (Lead lead : page.items()) {
            edges.add(new LeadEdge(list.cursorAfter(offset + edges.size()), lead));
        }
        return new LeadConnection(
                edges,
                page.items(),
                new PageInfo(
                        page.hasNext(),
                        offset > 0,
                        edges.isEmpty() ? null : edges.get(0).cursor(),
                        edges.isEmpty() ? null : edges.get(edges.size() - 1).cursor()));
    }
}
