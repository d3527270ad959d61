package camp.elbrusboot.gateway.sandbox;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Filters, search and order of leads, contacts and companies (sections 2.1 and 2.7). */
final class EntityFilter {
    private static final String FILTER = "filter";

    private EntityFilter() {}

    /** Applies {@code filter} if the account has paid for it (otherwise it is ignored), {@code query} and {@code order}. */
    static <T extends Entity> List<T> select(Stream<T> all, Query query, boolean filterAllowed, Predicate<T> more) {
        Stream<T> selected = all.filter(matchesText(query.text("query").orElse("")));
        if (filterAllowed && query.has(FILTER)) {
            selected = selected.filter(matches(query)).filter(more);
        }
        return selected.sorted(order(query)).toList();
    }

    static Predicate<Lead> leadsOnly(Query query) {
        Set<Long> pipelines = query.numbers(FILTER, "pipeline_id");
        Query.Range price = query.range(FILTER, "price");
        Query.Range closedAt = query.range(FILTER, "closed_at");
        boolean anyStage = !query.has(FILTER, "statuses");
        List<Map<String, String>> stages = List.copyOf(query.objects(FILTER, "statuses"));
        return lead -> (pipelines.isEmpty() || pipelines.contains(lead.pipelineId()))
                && price.contains(lead.price())
                && closedAt.contains(lead.closedAt())
                && (anyStage || stages.stream().anyMatch(stage -> isStage(lead, stage)));
    }

    private static boolean isStage(Lead lead, Map<String, String> stage) {
        return String.valueOf(lead.pipelineId()).equals(stage.get("pipeline_id"))
                && String.valueOf(lead.statusId()).equals(stage.get("status_id"));
    }

    private static Predicate<Entity> matches(Query query) {
        Set<Long> ids = query.numbers(FILTER, "id");
        Set<String> names = Set.copyOf(query.values(FILTER, "name"));
        Set<Long> createdBy = query.numbers(FILTER, "created_by");
        Set<Long> updatedBy = query.numbers(FILTER, "updated_by");
        Set<Long> responsible = query.numbers(FILTER, "responsible_user_id");
        Query.Range createdAt = query.range(FILTER, "created_at");
        Query.Range updatedAt = query.range(FILTER, "updated_at");
        Query.Range closestTaskAt = query.range(FILTER, "closest_task_at");
        return entity -> (!query.has(FILTER, "id") || ids.contains(entity.id()))
                && (names.isEmpty() || names.contains(entity.name()))
                && (createdBy.isEmpty() || createdBy.contains(entity.createdBy()))
                && (updatedBy.isEmpty() || updatedBy.contains(entity.updatedBy()))
                && (responsible.isEmpty() || responsible.contains(entity.responsibleUserId()))
                && createdAt.contains(entity.createdAt())
                && updatedAt.contains(entity.updatedAt())
                && closestTaskAt.contains(entity.closestTaskAt())
                && matchesFields(query, entity);
    }

    private static boolean matchesFields(Query query, Entity entity) {
        for (String fieldId : query.keysBelow(FILTER, "custom_fields_values")) {
            Set<String> wanted = Set.copyOf(query.texts(FILTER, "custom_fields_values", fieldId));
            Query.Range range = query.range(FILTER, "custom_fields_values", fieldId);
            boolean matched = entity.customFields().stream()
                    .filter(field -> String.valueOf(field.id()).equals(fieldId))
                    .flatMap(field -> field.values().stream())
                    .anyMatch(value -> matchesValue(value, wanted, range));
            if (!matched) {
                return false;
            }
        }
        return true;
    }

    /** The enum's id for lists, 1 or 0 for a checkbox, a number or time between bounds (section 2.7). */
    private static boolean matchesValue(CustomField.Value value, Set<String> wanted, Query.Range range) {
        if (!wanted.isEmpty()) {
            String text = value.content().isBoolean()
                    ? value.content().booleanValue() ? "1" : "0"
                    : value.content().asText();
            return wanted.contains(text) || wanted.contains(String.valueOf(value.enumId()));
        }
        return range.contains(value.content().asLong());
    }

    /** Free text over what is filled in: the name, the id and the custom fields. */
    static Predicate<Entity> matchesText(String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        if (wanted.isEmpty()) {
            return entity -> true;
        }
        return entity -> entity.name().toLowerCase(Locale.ROOT).contains(wanted)
                || String.valueOf(entity.id()).equals(wanted)
                || entity.customFields().stream()
                        .flatMap(field -> field.values().stream())
                        .anyMatch(value -> value.content()
                                .asText()
                                .toLowerCase(Locale.ROOT)
                                .contains(wanted));
    }

    private static Comparator<Entity> order(Query query) {
        Comparator<Entity> byId = Comparator.comparingLong(Entity::id);
        for (String field : query.keysBelow("order")) {
            Comparator<Entity> ascending =
                    switch (field) {
                        case "created_at" -> Comparator.comparingLong(Entity::createdAt);
                        case "updated_at" -> Comparator.comparingLong(Entity::updatedAt);
                        default -> byId;
                    };
            boolean descending = query.text("order", field).orElse("asc").equalsIgnoreCase("desc");
            // Only the first order counts; rows that are equal in it keep the order of their ids.
            return (descending ? ascending.reversed() : ascending).thenComparing(byId);
        }
        return byId;
    }
}
