package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.LeadOrder;
import camp.elbrusboot.gateway.crm.LeadQuery;
import camp.elbrusboot.gateway.crm.StatusKey;
import camp.elbrusboot.gateway.crm.TimeSpan;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A list of leads as its caller described it. Cursors carry a fingerprint of it, so that one of another list is refused
 * rather than taken for a place in this one.
 */
record LeadList(
        AccountRef account,
        @Nullable String text,
        SortedSet<Long> pipelineIds,
        SortedSet<StatusKey> statuses,
        SortedSet<Long> responsibleUserIds,
        TimeSpan createdAt,
        TimeSpan updatedAt,
        TimeSpan closedAt,
        LeadOrder order) {

    private static final String SHAPE = "l1";

    static LeadList of(AccountRef account, @Nullable LeadFilter filter, LeadOrder order) {
        LeadFilter given = filter == null ? LeadFilter.NONE : filter;
        SortedSet<StatusKey> statuses = new TreeSet<>();
        if (given.statuses() != null) {
            given.statuses().forEach(key -> statuses.add(key.checked("filter.statuses")));
        }
        return new LeadList(
                account,
                given.query() == null || given.query().isBlank() ? null : given.query(),
                Arguments.ids("filter.pipelineIds", given.pipelineIds()),
                statuses,
                Arguments.ids("filter.responsibleUserIds", given.responsibleUserIds()),
                TimeRange.checked("filter.createdAt", given.createdAt()),
                TimeRange.checked("filter.updatedAt", given.updatedAt()),
                TimeRange.checked("filter.closedAt", given.closedAt()),
                order);
    }

    /** Narrowed to a pipeline. Null when the filter asks for others only: then nothing is in the list. */
    @Nullable
    LeadList within(long pipelineId) {
        if (!pipelineIds.isEmpty() && !pipelineIds.contains(pipelineId)) {
            return null;
        }
        return new LeadList(
                account,
                text,
                new TreeSet<>(Set.of(pipelineId)),
                statuses,
                responsibleUserIds,
                createdAt,
                updatedAt,
                closedAt,
                order);
    }

    LeadQuery query(long offset, int limit) {
        return new LeadQuery(
                text, pipelineIds, statuses, responsibleUserIds, createdAt, updatedAt, closedAt, order, offset, limit);
    }

    /** For the lead at this index of the list. */
    String cursorAfter(long index) {
        String text = SHAPE + ":" + fingerprint() + ":" + (index + 1);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The index at which the page begins. */
    long offset(@Nullable String after) {
        if (after == null) {
            return 0;
        }
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(after), StandardCharsets.UTF_8).split(":", -1);
            if (parts.length == 3 && parts[0].equals(SHAPE) && parts[1].equals(fingerprint())) {
                int offset = Integer.parseInt(parts[2]);
                if (offset > 0) {
                    return offset;
                }
            }
        } catch (IllegalArgumentException e) {
            // Told below, in the same words: NumberFormatException is one too.
        }
        throw Arguments.invalid("after", "is not a cursor of this list");
    }

    private String fingerprint() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
