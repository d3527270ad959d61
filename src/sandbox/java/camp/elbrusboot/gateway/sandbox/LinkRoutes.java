package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who is linked to whom, for one entity or for many (section 2.11). Filters of links always work. */
final class LinkRoutes {
    private static final List<String> TYPES = List.of("leads", "contacts", "companies");

    private final AccountData data;

    private final Account account;

    LinkRoutes(Account account, AccountData data) {
        this.account = account;
        this.data = data;
    }

    /** {@code main} is null where the link has no metadata. */
    private record Link(
            long from,
            String fromType,
            long to,
            String toType,
            @Nullable Boolean main) {}

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (String type : TYPES) {
            routes.add(Route.get("/api/v4/" + type + "/links", (call, path) -> many(call, type)));
            routes.add(Route.get("/api/v4/" + type + "/{id}/links", (call, path) -> one(call, type, path.id(0))));
        }
        return routes;
    }

    private Reply one(Call call, String type, long id) {
        return reply(call, links(type, id), false);
    }

    private Reply many(Call call, String type) {
        Set<Long> ids = call.query().numbers("filter", "entity_id");
        if (ids.isEmpty()) {
            return Problem.badRequest("filter[entity_id] is required");
        }
        List<Link> links = new ArrayList<>();
        ids.stream().sorted().forEach(id -> links.addAll(links(type, id)));
        return reply(call, links, true);
    }

    /** The statuses of this call know no 204: nothing linked is an empty list. */
    private Reply reply(Call call, List<Link> all, boolean withOrigin) {
        Set<Long> to = call.query().numbers("filter", "to_entity_id");
        String toType = call.query().text("filter", "to_entity_type").orElse("");
        List<Link> links = all.stream()
                .filter(link -> to.isEmpty() || to.contains(link.to()))
                .filter(link -> toType.isEmpty() || toType.equals(link.toType()))
                .toList();
        ArrayNode items = Json.array(links, link -> document(link, withOrigin));
        ObjectNode list = Json.object().put("_total_items", items.size());
        String address = account.origin() + call.path() + "?" + call.query().forPage(50, 1);
        list.putObject("_links").putObject("self").put("href", address);
        list.putObject("_embedded").set("links", items);
        return Reply.hal(list);
    }

    private List<Link> links(String type, long id) {
        List<Link> links = new ArrayList<>();
        switch (type) {
            case "leads" ->
                data.lead(id).ifPresent(lead -> {
                    lead.contacts()
                            .forEach(link -> links.add(new Link(id, type, link.contactId(), "contacts", link.main())));
                    lead.companies().forEach(company -> links.add(new Link(id, type, company, "companies", null)));
                });
            case "contacts" -> {
                data.leadsOfContact(id).forEach(lead -> links.add(new Link(id, type, lead, "leads", null)));
                data.contact(id).ifPresent(contact -> contact.companies()
                        .forEach(company -> links.add(new Link(id, type, company, "companies", null))));
            }
            default -> {
                data.leadsOfCompany(id).forEach(lead -> links.add(new Link(id, type, lead, "leads", null)));
                data.contactsOfCompany(id).forEach(contact -> links.add(new Link(id, type, contact, "contacts", null)));
            }
        }
        return links;
    }

    private static ObjectNode document(Link link, boolean withOrigin) {
        ObjectNode document = Json.object();
        if (withOrigin) {
            document.put("entity_id", link.from()).put("entity_type", link.fromType());
        }
        document.put("to_entity_id", link.to()).put("to_entity_type", link.toType());
        if (link.main() == null) {
            document.putNull("metadata");
        } else {
            // "main_contact" when read, "is_main" when written (section 2.11).
            document.putObject("metadata").put("main_contact", link.main());
        }
        return document;
    }
}
