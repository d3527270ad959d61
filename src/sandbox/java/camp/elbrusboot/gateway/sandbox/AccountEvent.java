package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

/** A row of {@code /events} (section 2.10); {@code after} and {@code before} are arrays. */
record AccountEvent(
        String id,
        String type,
        long entityId,
        String entityType,
        long createdBy,
        long createdAt,
        JsonNode after,
        JsonNode before) {
    static final String LEAD_STATUS_CHANGED = "lead_status_changed";
}
