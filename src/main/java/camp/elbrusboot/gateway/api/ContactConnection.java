package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.Contact;
import camp.elbrusboot.gateway.crm.Page;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

/** A page of a list of contacts. */
@Description("A page of a list of contacts.")
public record ContactConnection(
        @NonNull @Description("The contacts with their cursors.")
        List<@NonNull ContactEdge> edges,

        @NonNull @Description("The contacts alone.") List<@NonNull Contact> nodes,

        @NonNull @Description("Where the page stands in its list.")
        PageInfo pageInfo) {

    static ContactConnection of(Page<Contact> page, Cursors cursors, long offset) {
        List<ContactEdge> edges = new ArrayList<>();
        for (Contact contact : page.items()) {
            edges.add(new ContactEdge(cursors.at(offset + edges.size()), contact));
        }
        return new ContactConnection(
                edges,
                page.items(),
                PageInfo.of(edges.stream().map(ContactEdge::cursor).toList(), page.hasNext(), offset));
    }
}
