package camp.elbrusboot.gateway.amocrm.batch;

import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.Lead;
import camp.elbrusboot.gateway.crm.LeadQuery;
import camp.elbrusboot.gateway.crm.Page;
import camp.elbrusboot.gateway.crm.TimeSpan;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Filters a list here because amoCRM does not: reads it in its order, keeps what the query admits, and stops when the
 * wanted part is complete, with the knowledge of whether more follows. For one caller, once.
 */
public final class Scan {
    /** Leads looked at for one part of a list: eight calls, more than a second of the account's allowance. */
    public static final int MOST_ROWS = 2_000;

    private final LeadQuery query;
    private final Pages.Source source;
    private final Pages pages = new Pages(LeadQuery.MAX_LIMIT);
    private final CrmException tooFar;
    /** By id: a lead that changes while its list is read may be met twice. */
    private final Map<Long, Lead> kept = new LinkedHashMap<>();

    /**
     * @param source of the list without the query's conditions but in its order
     * @param tooFar when the bound is reached before the wanted part is complete
     */
    public Scan(LeadQuery query, Pages.Source source, CrmException tooFar) {
        this.query = query;
        this.source = source;
        this.tooFar = tooFar;
    }

    /** Whether the query has conditions that amoCRM applies only where its option is on; {@code text} works anyhow. */
    public static boolean isNeeded(LeadQuery query) {
        return !(query.pipelineIds().isEmpty()
                && query.statuses().isEmpty()
                && query.responsibleUserIds().isEmpty()
                && query.createdAt().equals(TimeSpan.ALWAYS)
                && query.updatedAt().equals(TimeSpan.ALWAYS)
                && query.closedAt().equals(TimeSpan.ALWAYS));
    }

    /** The part of the list that the query wants. */
    public Uni<Page<Lead>> read() {
        return from(0);
    }

    private Uni<Page<Lead>> from(int place) {
        return pages.range(source, place, LeadQuery.MAX_LIMIT).flatMap(page -> {
            boolean ended = !page.hasNext();
            for (Lead lead : page.items()) {
                if (isBehind(lead)) {
                    ended = true;
                    break;
                }
                if (query.admits(lead)) {
                    kept.putIfAbsent(lead.id(), lead);
                }
            }
            if (ended || kept.size() > query.offset() + query.limit()) {
                return Uni.createFrom().item(part(List.copyOf(kept.values()), query));
            }
            int next = place + LeadQuery.MAX_LIMIT;
            return next < MOST_ROWS ? from(next) : Uni.createFrom().failure(tooFar);
        });
    }

    /** Out of all that the query admits, or of more than it wants. */
    public static Page<Lead> part(List<Lead> admitted, LeadQuery query) {
        return new Page<>(
                admitted.stream().skip(query.offset()).limit(query.limit()).toList(),
                admitted.size() > query.offset() + query.limit());
    }

    /** Whether nothing that the query admits can follow, because the list is in the order of a span that has ended. */
    private boolean isBehind(Lead lead) {
        return switch (query.order()) {
            case UPDATED_AT_DESC -> isBefore(lead.updatedAt(), query.updatedAt().from());
            case CREATED_AT_DESC -> isBefore(lead.createdAt(), query.createdAt().from());
            case UPDATED_AT_ASC ->
                isNotBefore(lead.updatedAt(), query.updatedAt().to());
            case CREATED_AT_ASC ->
                isNotBefore(lead.createdAt(), query.createdAt().to());
            case ID_ASC -> false;
        };
    }

    private static boolean isBefore(Instant moment, @Nullable Instant bound) {
        return bound != null && moment.isBefore(bound);
    }

    private static boolean isNotBefore(Instant moment, @Nullable Instant bound) {
        return bound != null && !moment.isBefore(bound);
    }
}
