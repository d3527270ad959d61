package camp.elbrusboot.gateway.amocrm.v4;

import camp.elbrusboot.gateway.crm.LeadOrder;
import camp.elbrusboot.gateway.crm.LeadQuery;
import camp.elbrusboot.gateway.crm.StatusKey;
import camp.elbrusboot.gateway.crm.TimeSpan;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.Collection;

/** Query parameters of v4, in the style of PHP. */
final class V4Parameters {
    private static final String LEAD_WITH = "contacts,loss_reason";
    private static final String CONTACT_WITH = "leads";

    private V4Parameters() {}

    static MultivaluedMap<String, String> oneLead() {
        return with(LEAD_WITH);
    }

    static MultivaluedMap<String, String> oneContact() {
        return with(CONTACT_WITH);
    }

    static MultivaluedMap<String, String> leads(Collection<Long> ids) {
        return byId(with(LEAD_WITH), ids);
    }

    static MultivaluedMap<String, String> contacts(Collection<Long> ids) {
        return byId(with(CONTACT_WITH), ids);
    }

    static MultivaluedMap<String, String> account() {
        return with("is_api_filter_enabled,datetime_settings");
    }

    /** A page of whatever has pages. */
    static MultivaluedMap<String, String> page(long number) {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        parameters.putSingle("page", Long.toString(number));
        parameters.putSingle("limit", Integer.toString(LeadQuery.MAX_LIMIT));
        return parameters;
    }

    /** A page of the list in the query's order and with its text, which work in every account. */
    static MultivaluedMap<String, String> unfiltered(LeadQuery query, long page, int size) {
        MultivaluedMap<String, String> parameters = with(LEAD_WITH);
        parameters.putSingle("page", Long.toString(page));
        parameters.putSingle("limit", Integer.toString(size));
        parameters.putSingle("order[" + field(query.order()) + "]", direction(query.order()));
        if (query.text() != null) {
            parameters.putSingle("query", query.text());
        }
        return parameters;
    }

    /** As {@link #unfiltered}, with the conditions that amoCRM's option "API filtering" is for. */
    static MultivaluedMap<String, String> filtered(LeadQuery query, long page, int size) {
        MultivaluedMap<String, String> parameters = unfiltered(query, page, size);
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

    private static MultivaluedMap<String, String> byId(
            MultivaluedMap<String, String> parameters, Collection<Long> ids) {
        parameters.putSingle("limit", Integer.toString(LeadQuery.MAX_LIMIT));
        ids.forEach(id -> parameters.add("filter[id][]", id.toString()));
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
