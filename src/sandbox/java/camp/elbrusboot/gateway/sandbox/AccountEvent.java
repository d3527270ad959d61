package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A row of {@code /events} (section 2.10); {@code after} and {@code before} are arrays.
 *
 * @param listedFrom milliseconds since 1970; the feed lags behind webhooks
 */
record AccountEvent(
        String id,
        String type,
        long entityId,
        String entityType,
        long createdBy,
        long createdAt,
        long listedFrom,
        JsonNode after,
        JsonNode before) {
    static final String LEAD_STATUS_CHANGED = "lead_status_changed";
}
