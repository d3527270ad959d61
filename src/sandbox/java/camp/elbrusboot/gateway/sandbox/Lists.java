package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;

/** Paging of v4: no totals, 204 instead of an empty page, and on demand a next link that leads nowhere (section 2.1). */
final class Lists {
    static final int MOST_ENTITIES = 250;
    static final int MOST_EVENTS = 100;
    private static final int USUAL = 50;

    private final BehaviourSwitch behaviour;

    private final Account account;

    Lists(Account account, BehaviourSwitch behaviour) {
        this.account = account;
        this.behaviour = behaviour;
    }

    <T> Reply page(Call call, String collection, int most, List<T> rows, Function<T, ObjectNode> document) {
        // Above the maximum: clamped (section 7, point 2). Nonsense: as if it had not been said.
        long limit =
                Math.min(call.query().number("limit").filter(value -> value > 0).orElse((long) USUAL), most);
        long page = call.query().number("page").filter(value -> value > 0).orElse(1L);
        if (page - 1 > rows.size() / limit) {
            return Reply.noContent();
        }
        int from = (int) ((page - 1) * limit);
        int to = (int) Math.min(from + limit, rows.size());
        if (from >= to) {
            return Reply.noContent();
        }
        boolean next = to < rows.size() || behaviour.current().falseNext();
        ObjectNode list = Json.object().put("_page", page);
        list.set("_links", links(call, limit, page, next));
        list.putObject("_embedded").set(collection, Json.array(rows.subList(from, to), document));
        return Reply.hal(list);
    }

    private ObjectNode links(Call call, long limit, long page, boolean next) {
        ObjectNode links = Json.object();
        link(links, "self", call, limit, page);
        if (next) {
            link(links, "next", call, limit, page + 1);
        }
        if (page > 1) {
            link(links, "first", call, limit, 1);
            link(links, "prev", call, limit, page - 1);
        }
        return links;
    }

    private void link(ObjectNode links, String relation, Call call, long limit, long page) {
        String address = account.origin() + call.path() + "?" + call.query().forPage(limit, page);
        links.putObject(relation).put("href", address);
    }
}
