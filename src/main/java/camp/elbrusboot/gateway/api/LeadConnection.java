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
        @NonNull @Description("The leads with their cursors.")
        List<@NonNull LeadEdge> edges,

        @NonNull @Description("The leads alone.") List<@NonNull Lead> nodes,

        @NonNull @Description("Where the page stands in its list.")
        PageInfo pageInfo) {

    static LeadConnection of(Page<Lead> page, Cursors cursors, long offset) {
        List<LeadEdge> edges = new ArrayList<>();
        for (Lead lead : page.items()) {
            edges.add(new LeadEdge(cursors.at(offset + edges.size()), lead));
        }
        return new LeadConnection(
                edges,
                page.items(),
                PageInfo.of(edges.stream().map(LeadEdge::cursor).toList(), page.hasNext(), offset));
    }
}
