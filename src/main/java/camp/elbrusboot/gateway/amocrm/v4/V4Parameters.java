package camp.elbrusboot.gateway.amocrm.v4;

import camp.elbrusboot.gateway.crm.ContactQuery;
import camp.elbrusboot.gateway.crm.Detail;
import camp.elbrusboot.gateway.crm.LeadOrder;
import camp.elbrusboot.gateway.crm.LeadQuery;
import camp.elbrusboot.gateway.crm.StatusKey;
import camp.elbrusboot.gateway.crm.TimeSpan;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Query parameters of v4, in the style of PHP. */
final class V4Parameters {
    private V4Parameters() {}

    /** Of a single entity. */
    static MultivaluedMap<String, String> one(Set<Detail> details) {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        String with = details.stream().sorted().map(V4Parameters::word).collect(Collectors.joining(","));
        if (!with.isEmpty()) {
            parameters.putSingle("with", with);
        }
        return parameters;
    }

    static MultivaluedMap<String, String> byId(Collection<Long> ids, Set<Detail> details) {
        MultivaluedMap<String, String> parameters = one(details);
        parameters.putSingle("limit", Integer.toString(LeadQuery.MAX_LIMIT));
        ids.forEach(id -> parameters.add("filter[id][]", id.toString()));
        return parameters;
    }

    static MultivaluedMap<String, String> settings() {
        return with("is_api_filter_enabled,datetime_settings");
    }

    static MultivaluedMap<String, String> profile() {
        return with("datetime_settings");
    }

    private static String word(Detail detail) {
        return switch (detail) {
            case LEAD_CONTACTS -> "contacts";
            case LEAD_LOSS_REASON -> "loss_reason";
            case CONTACT_LEADS -> "leads";
        };
    }

    /** A page of whatever has pages. */
    static MultivaluedMap<String, String> page(long number) {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        parameters.putSingle("page", Long.toString(number));
        parameters.putSingle("limit", Integer.toString(LeadQuery.MAX_LIMIT));
        return parameters;
    }

    /** A page of events of leads that changed stages; both ends are inclusive (section 2.10). */
    static MultivaluedMap<String, String> stageChanges(Instant from, Instant to, int page, int size) {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        parameters.putSingle("filter[type]", "lead_status_changed");
        parameters.putSingle("filter[created_at][from]", Long.toString(from.getEpochSecond()));
        parameters.putSingle("filter[created_at][to]", Long.toString(to.getEpochSecond()));
        parameters.putSingle("limit", Integer.toString(size));
        parameters.putSingle("page", Integer.toString(page));
        return parameters;
    }

    /** A page of the list in the query's order and with its text, which work in every account. */
    static MultivaluedMap<String, String> unfiltered(LeadQuery query, Set<Detail> details, long page, int size) {
        MultivaluedMap<String, String> parameters = page(query.text(), details, page, size);
        parameters.putSingle("order[" + field(query.order()) + "]", direction(query.order()));
        return parameters;
    }

    static MultivaluedMap<String, String> unfiltered(ContactQuery query, Set<Detail> details, long page, int size) {
        MultivaluedMap<String, String> parameters = page(query.text(), details, page, size);
        parameters.putSingle("order[updated_at]", "desc");
        return parameters;
    }

    private static MultivaluedMap<String, String> page(
            @Nullable String text, Set<Detail> details, long page, int size) {
        MultivaluedMap<String, String> parameters = one(details);
        parameters.putSingle("page", Long.toString(page));
        parameters.putSingle("limit", Integer.toString(size));
        if (text != null) {
            parameters.putSingle("query", text);
        }
        return parameters;
    }

    /** As {@link #unfiltered}, with the conditions that amoCRM's option "API filtering" is for. */
    static MultivaluedMap<String, String> filtered(ContactQuery query, Set<Detail> details, long page, int size) {
        MultivaluedMap<String, String> parameters = unfiltered(query, details, page, size);
        query.responsibleUserIds().forEach(id -> parameters.add("filter[responsible_user_id][]", id.toString()));
        span(parameters, "created_at", query.createdAt());
        span(parameters, "updated_at", query.updatedAt());
        return parameters;
    }

    /** As {@link #unfiltered}, with the conditions that amoCRM's option "API filtering" is for. */
    static MultivaluedMap<String, String> filtered(LeadQuery query, Set<Detail> details, long page, int size) {
        MultivaluedMap<String, String> parameters = unfiltered(query, details, page, size);
        query.pipelineIds().forEach(id -> parameters.add("filter[pipeline_id][]", id.toString()));
        query.responsibleUserIds().forEach(id -> parameters.add("filter[responsible_user_id][]", id.toString()));
        int index = 0;
        for (StatusKey key : query.statuses()) {
            parameters.add("filter[statuses][" + index + "][pipeline_id]", Long.toString(key.pipelineId()));
            parameters.add("filter[statuses][" + index + "][status_id]", Long.toString(key.statusId()));
            index++;
        }
        span(parameters, "created_at", query.createdAt());
        span(parameters, "updated_at", query.updatedAt());
        span(parameters, "closed_at", query.closedAt());
        return parameters;
    }

    private static MultivaluedMap<String, String> with(String with) {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        parameters.putSingle("with", with);
        return parameters;
    }

    /** amoCRM counts in seconds and takes both ends as inclusive. */
    private static void span(MultivaluedMap<String, String> parameters, String field, TimeSpan span) {
        if (span.from() != null) {
            parameters.add("filter[" + field + "][from]", Long.toString(secondsUp(span.from())));
        }
        if (span.to() != null) {
            parameters.add("filter[" + field + "][to]", Long.toString(secondsUp(span.to()) - 1));
        }
    }

    private static long secondsUp(Instant moment) {
        return moment.getEpochSecond() + (moment.getNano() == 0 ? 0 : 1);
    }

    private static String field(LeadOrder order) {
        return switch (order) {
            case UPDATED_AT_DESC, UPDATED_AT_ASC -> "updated_at";
            case CREATED_AT_DESC, CREATED_AT_ASC -> "created_at";
            case ID_ASC -> "id";
        };
    }

    private static String direction(LeadOrder order) {
        return switch (order) {
            case UPDATED_AT_DESC, CREATED_AT_DESC -> "desc";
            case UPDATED_AT_ASC, CREATED_AT_ASC, ID_ASC -> "asc";
        };
    }
}
