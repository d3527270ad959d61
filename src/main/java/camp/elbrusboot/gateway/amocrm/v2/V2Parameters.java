package camp.elbrusboot.gateway.amocrm.v2;

import camp.elbrusboot.gateway.crm.ContactQuery;
import camp.elbrusboot.gateway.crm.LeadOrder;
import camp.elbrusboot.gateway.crm.LeadQuery;
import camp.elbrusboot.gateway.crm.StatusKey;
import camp.elbrusboot.gateway.crm.TimeSpan;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Query parameters of v2 (section 3.1). */
final class V2Parameters {
    /** {@code D, d M Y H:i:s}, as PHP writes it, in UTC and without saying so. */
    private static final DateTimeFormatter SINCE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private V2Parameters() {}

    static MultivaluedMap<String, String> none() {
        return new MultivaluedHashMap<>();
    }

    static MultivaluedMap<String, String> account() {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        parameters.putSingle("with", "custom_fields");
        return parameters;
    }

    /** Everything else is ignored beside ids, {@code with} probably not. */
    static MultivaluedMap<String, String> leads(Collection<Long> ids) {
        MultivaluedMap<String, String> parameters = byId(ids);
        parameters.putSingle("with", "loss_reason_name");
        return parameters;
    }

    static MultivaluedMap<String, String> byId(Collection<Long> ids) {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        ids.forEach(id -> parameters.add("id[]", id.toString()));
        return parameters;
    }

    /**
     * Those conditions of the query that v2 knows, and a part of them it knows only roughly: {@code status} is a status
     * id in whatever pipeline. The offset counts only together with {@code limit_rows}.
     */
    static MultivaluedMap<String, String> leads(LeadQuery query, long offset, int rows) {
        MultivaluedMap<String, String> parameters = rows(query.text(), offset, rows);
        parameters.putSingle("with", "loss_reason_name");
        query.responsibleUserIds().forEach(id -> parameters.add("responsible_user_id[]", id.toString()));
        query.statuses().stream()
                .map(StatusKey::statusId)
                .distinct()
                .forEach(id -> parameters.add("status[]", Long.toString(id)));
        span(parameters, "date_create", query.createdAt());
        span(parameters, "date_modify", query.updatedAt());
        return parameters;
    }

    /** Narrowed to a window of the time by which the query orders; both ends are inclusive, in seconds. */
    static MultivaluedMap<String, String> leads(LeadQuery query, Windows.Window window, long offset, int rows) {
        MultivaluedMap<String, String> parameters = leads(query, offset, rows);
        String field = "filter[" + (isByCreation(query.order()) ? "date_create" : "date_modify") + "]";
        parameters.putSingle(field + "[from]", Long.toString(window.from()));
        parameters.putSingle(field + "[to]", Long.toString(window.to() - 1));
        return parameters;
    }

    /** Of the conditions on contacts v2 knows these; times of change go into a header, {@link #since}. */
    static MultivaluedMap<String, String> contacts(ContactQuery query, long offset, int rows) {
        MultivaluedMap<String, String> parameters = rows(query.text(), offset, rows);
        query.responsibleUserIds().forEach(id -> parameters.add("responsible_user_id[]", id.toString()));
        return parameters;
    }

    /** The header If-Modified-Since for rows that have changed later than this; null for all. */
    static @Nullable String since(@Nullable Instant moment) {
        return moment == null ? null : SINCE.format(moment);
    }

    private static MultivaluedMap<String, String> rows(@Nullable String text, long offset, int rows) {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        parameters.putSingle("limit_rows", Integer.toString(rows));
        parameters.putSingle("limit_offset", Long.toString(offset));
        if (text != null) {
            parameters.putSingle("query", text);
        }
        return parameters;
    }

    static boolean isByCreation(LeadOrder order) {
        return switch (order) {
            case CREATED_AT_ASC, CREATED_AT_DESC -> true;
            case UPDATED_AT_ASC, UPDATED_AT_DESC, ID_ASC -> false;
        };
    }

    private static void span(MultivaluedMap<String, String> parameters, String field, TimeSpan span) {
        if (span.from() != null) {
            parameters.add("filter[" + field + "][from]", Long.toString(secondsUp(span.from())));
        }
        if (span.to() != null) {
            parameters.add("filter[" + field + "][to]", Long.toString(secondsUp(span.to()) - 1));
        }
    }

    static long secondsUp(Instant moment) {
        return moment.getEpochSecond() + (moment.getNano() == 0 ? 0 : 1);
    }
}
