package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Definitions of custom fields: with totals and pages (section 2.6). Their filter always works. */
final class FieldRoutes {
    private static final long USUAL = 50;
    private static final long MOST = 250;

    private final Account account;
    private final FieldDefinitions fields;
    private final Documents documents;

    FieldRoutes(Account account, FieldDefinitions fields) {
        this.account = account;
        this.fields = fields;
        this.documents = new Documents(account);
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (String entity : FieldDefinitions.ENTITIES) {
            String path = "/api/v4/" + entity + "/custom_fields";
            routes.add(Route.get(path, (call, values) -> list(call, entity)));
            routes.add(Route.get(path + "/{id}", (call, values) -> one(entity, values.id(0))));
        }
        return routes;
    }

    private Reply list(Call call, String entity) {
        Query query = call.query();
        List<String> types = query.texts("filter", "type");
        List<FieldDefinition> found = fields.of(entity).stream()
                .filter(field -> types.isEmpty() || types.contains(field.type()))
                .sorted(order(query))
                .toList();
        long limit = Math.min(query.number("limit").filter(n -> n > 0).orElse(USUAL), MOST);
        long page = query.number("page").filter(n -> n > 0).orElse(1L);
        long pages = (found.size() + limit - 1) / limit;
        if (page > pages) {
            return Reply.noContent();
        }
        List<FieldDefinition> rows =
                found.stream().skip((page - 1) * limit).limit(limit).toList();
        ObjectNode list = Json.object()
                .put("_total_items", found.size())
                .put("_page", page)
                .put("_page_count", pages);
        ObjectNode links = list.putObject("_links");
        link(links, "self", call, limit, page);
        if (page < pages) {
            link(links, "next", call, limit, page + 1);
            link(links, "last", call, limit, pages);
        }
        list.putObject("_embedded").set("custom_fields", Json.array(rows, field -> document(entity, field)));
        return Reply.hal(list);
    }

    private static Comparator<FieldDefinition> order(Query query) {
        Comparator<FieldDefinition> byId = Comparator.comparingLong(FieldDefinition::id);
        return query.text("order", "id")
                .or(() -> query.text("order", "sort"))
                .filter("desc"::equalsIgnoreCase)
                .map(descending -> byId.reversed())
                .orElse(byId);
    }

    private void link(ObjectNode links, String relation, Call call, long limit, long page) {
        String address = account.origin() + call.path() + "?" + call.query().forPage(limit, page);
        links.putObject(relation).put("href", address);
    }

    private Reply one(String entity, long id) {
        return fields.of(entity).stream()
                .filter(field -> field.id() == id)
                .findFirst()
                .map(field -> Reply.hal(document(entity, field)))
                .orElseGet(Problem::notFound);
    }

    private ObjectNode document(String entity, FieldDefinition field) {
        ObjectNode document = Json.object()
                .put("id", field.id())
                .put("name", field.name())
                .put("code", field.code())
                .put("sort", sort(entity, field))
                .put("type", field.type())
                .put("entity_type", entity)
                .put("account_id", account.id());
        if (entity.equals("leads")) {
            document.put("is_computed", false);
        }
        document.put("is_predefined", field.predefined())
                .put("is_deletable", !field.predefined())
                .put("is_api_only", false)
                .putNull("group_id")
                .putNull("settings")
                .putNull("remind")
                .putNull("currency");
        document.set("enums", choices(field));
        document.putArray("required_statuses");
        document.putArray("hidden_statuses");
        document.putNull("chained_lists")
                .put("tracking_callback", "")
                .putNull("search_in")
                .putNull("nested");
        documents.self(document, entity + "/custom_fields/" + field.id());
        return document;
    }

    /** Ids ascend with the place, so ordering by one is ordering by the other. */
    private int sort(String entity, FieldDefinition field) {
        return 500 + fields.of(entity).indexOf(field);
    }

    private static JsonNode choices(FieldDefinition field) {
        return field.choices().isEmpty()
                ? Json.object().nullNode()
                : Json.array(field.choices(), choice -> Json.object()
                        .put("id", choice.id())
                        .put("value", choice.value())
                        .put("sort", choice.sort())
                        .put("code", choice.code()));
    }
}
