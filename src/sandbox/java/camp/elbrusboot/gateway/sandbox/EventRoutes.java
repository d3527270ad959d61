package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The event feed, newest first; its filters always work (section 2.10). */
final class EventRoutes {
    private static final String FILTER = "filter";
    private static final int MOST_IN_FILTER = 10;

    private final AccountData data;
    private final Lists lists;
    private final Clock clock;

    private final Account account;
    private final Documents documents;

    EventRoutes(Account account, AccountData data, Lists lists, Clock clock) {
        this.account = account;
        this.documents = new Documents(account);
        this.data = data;
        this.lists = lists;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v4/events", (call, path) -> list(call)),
                Route.get("/api/v4/events/types", (call, path) -> types()),
                Route.get("/api/v4/events/{text}", (call, path) -> one(call, path.text(0))));
    }

    private Reply list(Call call) {
        Query query = call.query();
        if (query.has(FILTER, "entity_id") && query.texts(FILTER, "entity").size() != 1) {
            return Problem.badRequest("filter[entity_id] needs exactly one filter[entity]");
        }
        for (String field : List.of("entity_id", "created_by")) {
            if (query.texts(FILTER, field).size() > MOST_IN_FILTER) {
                return Problem.badRequest("filter[" + field + "] takes at most " + MOST_IN_FILTER + " values");
            }
        }
        long now = clock.millis();
        List<AccountEvent> events = data.newestEventsFirst().stream()
                .filter(event -> event.listedFrom() <= now)
                .filter(filter(query))
                .toList();
        return lists.page(call, "events", Lists.MOST_EVENTS, events, event -> document(call, event));
    }

    private static Predicate<AccountEvent> filter(Query query) {
        Set<String> ids = Set.copyOf(query.texts(FILTER, "id"));
        Set<String> types = Set.copyOf(query.texts(FILTER, "type"));
        Set<String> entities = Set.copyOf(query.texts(FILTER, "entity"));
        Set<Long> entityIds = query.numbers(FILTER, "entity_id");
        Set<Long> createdBy = query.numbers(FILTER, "created_by");
        // A bare timestamp means "after this"; [from] and [to] are inclusive.
        long after = query.number(FILTER, "created_at").orElse(Long.MIN_VALUE);
        Query.Range createdAt = query.range(FILTER, "created_at");
        List<Map<String, String>> stagesAfter = stages(query, "value_after");
        List<Map<String, String>> stagesBefore = stages(query, "value_before");
        Set<Long> responsibleAfter = query.numbers(FILTER, "value_after", "responsible_user_id");
        return event -> (ids.isEmpty() || ids.contains(event.id()))
                && (types.isEmpty() || types.contains(event.type()))
                && (entities.isEmpty() || entities.contains(event.entityType()))
                && (entityIds.isEmpty() || entityIds.contains(event.entityId()))
                && (createdBy.isEmpty() || createdBy.contains(event.createdBy()))
                && event.createdAt() > after
                && createdAt.contains(event.createdAt())
                && hasStage(stagesAfter, event.after())
                && hasStage(stagesBefore, event.before())
                && (responsibleAfter.isEmpty() || responsibleAfter.contains(responsible(event.after())));
    }

    private static List<Map<String, String>> stages(Query query, String value) {
        return List.copyOf(query.objects(FILTER, value, "leads_statuses"));
    }

    private static boolean hasStage(List<Map<String, String>> wanted, JsonNode value) {
        JsonNode stage = value.path(0).path("lead_status");
        return wanted.isEmpty()
                || wanted.stream()
                        .anyMatch(pair -> stage.path("pipeline_id").asText().equals(pair.get("pipeline_id"))
                                && stage.path("id").asText().equals(pair.get("status_id")));
    }

    private static long responsible(JsonNode value) {
        return value.path(0).path("responsible_user").path("id").asLong();
    }

    private Reply one(Call call, String id) {
        return data.newestEventsFirst().stream()
                .filter(event -> event.id().equals(id))
                .findFirst()
                .map(event -> Reply.hal(document(call, event)))
                .orElseGet(Reply::noContent);
    }

    private Reply types() {
        ObjectNode list = Json.object();
        documents.self(list, "events/types");
        ArrayNode types = list.putObject("_embedded").putArray("events_types");
        types.addObject().put("key", "lead_added").put("type", 1).put("lang", "Новая сделка");
        types.addObject()
                .put("key", AccountEvent.LEAD_STATUS_CHANGED)
                .put("type", 3)
                .put("lang", "Изменение этапа продажи");
        types.addObject()
                .put("key", "entity_responsible_changed")
                .put("type", 5)
                .put("lang", "Ответственный изменен");
        return Reply.hal(list);
    }

    private ObjectNode document(Call call, AccountEvent event) {
        ObjectNode document = Json.object()
                .put("id", event.id())
                .put("type", event.type())
                .put("entity_id", event.entityId())
                .put("entity_type", event.entityType())
                .put("created_by", event.createdBy())
                .put("created_at", event.createdAt());
        document.set("value_after", event.after());
        document.set("value_before", event.before());
        document.put("account_id", account.id());
        documents.self(document, "events/" + event.id());
        ObjectNode entity = document.putObject("_embedded").putObject("entity");
        entity.put("id", event.entityId());
        if (event.entityType().equals("lead") && call.with("lead_name")) {
            data.lead(event.entityId()).ifPresent(lead -> entity.put("name", lead.name()));
        }
        documents.self(entity, "leads/" + event.entityId());
        return document;
    }
}
