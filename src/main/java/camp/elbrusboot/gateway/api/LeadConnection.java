package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.Lead;
import camp.elbrusboot.gateway.crm.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
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

    /** What is not shown keeps its place, so that the next page begins where this one ends. */
    static LeadConnection of(Page<Lead> page, Cursors cursors, long offset, Predicate<Lead> shown) {
        List<String> places = new ArrayList<>();
        List<LeadEdge> edges = new ArrayList<>();
        for (Lead lead : page.items()) {
            String place = cursors.at(offset + places.size());
            places.add(place);
            if (shown.test(lead)) {
                edges.add(new LeadEdge(place, lead));
            }
        }
        return new LeadConnection(
                edges, edges.stream().map(LeadEdge::node).toList(), PageInfo.of(places, page.hasNext(), offset));
    }

    static LeadConnection empty() {
        return new LeadConnection(List.of(), List.of(), PageInfo.of(List.of(), false, 0));
    }
}
