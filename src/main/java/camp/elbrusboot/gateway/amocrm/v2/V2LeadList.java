package camp.elbrusboot.gateway.amocrm.v2;

import camp.elbrusboot.gateway.amocrm.batch.Scan;
import camp.elbrusboot.gateway.amocrm.batch.Wanted;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.Lead;
import camp.elbrusboot.gateway.crm.LeadOrder;
import camp.elbrusboot.gateway.crm.LeadQuery;
import camp.elbrusboot.gateway.crm.Page;
import camp.elbrusboot.gateway.crm.TimeSpan;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * One part of a list of leads over v2, which has neither an order nor most of the conditions: what it sends is sorted
 * and filtered here. A list that fits into one call is read with one; a longer one in windows of the time that orders
 * it. For one caller, once.
 */
final class V2LeadList {
    /** Of amoCRM's clock, which may be ahead of ours. */
    private static final Duration AHEAD = Duration.ofDays(1);

    private final AccountRef account;
    private final LeadQuery query;
    private final Clock clock;
    private final BiFunction<MultivaluedMap<String, String>, Integer, Uni<Page<Lead>>> call;
    private final Wanted<Lead> wanted;
    private final BoundedRows<Lead> bounded;
    /** What the query admits, by id, in its order as far as it has been read. */
    private final Map<Long, Lead> kept = new LinkedHashMap<>();

    /** @param call reads a page; the number is how many rows make a full one */
    V2LeadList(
            AccountRef account,
            LeadQuery query,
            Clock clock,
            BiFunction<MultivaluedMap<String, String>, Integer, Uni<Page<Lead>>> call) {
        this.account = account;
        this.query = query;
        this.clock = clock;
        this.call = call;
        this.wanted = Wanted.of(query);
        this.bounded = new BoundedRows<>(tooMany(account));
    }

    Uni<Page<Lead>> read() {
        return rows(0, LeadQuery.MAX_LIMIT).flatMap(page -> {
            if (!page.hasNext()) {
                return Uni.createFrom().item(complete(page.items()));
            }
            return query.order() == LeadOrder.ID_ASC ? everything(page.items()) : windows();
        });
    }

    /** Ids are given in no order of v2's, so that only the whole list can be put into theirs. */
    private Uni<Page<Lead>> everything(List<Lead> first) {
        return rows(first.size(), Scan.MOST_ROWS - first.size()).map(page -> {
            if (page.hasNext()) {
                throw bounded.tooMany();
            }
            List<Lead> all = new ArrayList<>(first);
            all.addAll(page.items());
            return complete(all);
        });
    }

    private Uni<Page<Lead>> windows() {
        if (query.offset() + query.limit() >= Scan.MOST_ROWS) {
            throw bounded.tooMany();
        }
        TimeSpan span = V2Parameters.isByCreation(query.order()) ? query.createdAt() : query.updatedAt();
        long from = span.from() == null ? 0 : Math.max(0, V2Parameters.secondsUp(span.from()));
        long now = clock.instant().plus(AHEAD).getEpochSecond();
        long to = span.to() == null ? now : Math.min(now, V2Parameters.secondsUp(span.to()));
        return next(new Windows(isDescending(), from, to));
    }

    private Uni<Page<Lead>> next(Windows windows) {
        if (windows.isAtEnd() || wanted.isMoreThanWanted(kept.size())) {
            return Uni.createFrom().item(wanted.part(List.copyOf(kept.values())));
        }
        Windows.Window window = windows.next();
        return rows(window, LeadQuery.MAX_LIMIT).flatMap(page -> {
            if (!page.hasNext()) {
                return accept(windows, window, page);
            }
            if (windows.narrow(window)) {
                return next(windows);
            }
            return rows(window, Scan.MOST_ROWS).flatMap(all -> {
                if (all.hasNext()) {
                    throw bounded.tooMany();
                }
                return accept(windows, window, all);
            });
        });
    }

    private Uni<Page<Lead>> accept(Windows windows, Windows.Window window, Page<Lead> page) {
        List<Lead> rows = page.items();
        if (!rows.stream().map(this::moment).allMatch(m -> m >= window.from() && m < window.to())) {
            throw new CrmException(
                    CrmErrorCode.UNSUPPORTED,
                    "account " + account + " is read over API v2, which has not kept to a span of time there; "
                            + "narrow the list until it has fewer than " + LeadQuery.MAX_LIMIT + " leads");
        }
        keep(rows);
        windows.done(window, rows.size());
        return next(windows);
    }

    private Page<Lead> complete(List<Lead> rows) {
        keep(rows);
        return wanted.part(List.copyOf(kept.values()));
    }

    private void keep(List<Lead> rows) {
        rows.stream().filter(query::admits).sorted(order()).forEach(lead -> kept.putIfAbsent(lead.id(), lead));
    }

    private Uni<Page<Lead>> rows(long from, int count) {
        return bounded.read((offset, size) -> call.apply(V2Parameters.leads(query, offset, size), size), from, count);
    }

    private Uni<Page<Lead>> rows(Windows.Window window, int count) {
        return bounded.read(
                (offset, size) -> call.apply(V2Parameters.leads(query, window, offset, size), size), 0, count);
    }

    private static CrmException tooMany(AccountRef account) {
        return new CrmException(
                CrmErrorCode.UNSUPPORTED,
                "account " + account + " is read over API v2, which cannot sort, and too many leads would have to be"
                        + " read for this part of the list; order it by time, ask for leads nearer to its beginning,"
                        + " or narrow it by createdAt, updatedAt, a status or a responsible user");
    }

    private long moment(Lead lead) {
        return (V2Parameters.isByCreation(query.order()) ? lead.createdAt() : lead.updatedAt()).getEpochSecond();
    }

    private boolean isDescending() {
        return switch (query.order()) {
            case UPDATED_AT_DESC, CREATED_AT_DESC -> true;
            case UPDATED_AT_ASC, CREATED_AT_ASC, ID_ASC -> false;
        };
    }

    private Comparator<Lead> order() {
        Comparator<Lead> byId = Comparator.comparingLong(Lead::id);
        Comparator<Instant> time = isDescending() ? Comparator.reverseOrder() : Comparator.naturalOrder();
        return switch (query.order()) {
            case UPDATED_AT_DESC, UPDATED_AT_ASC ->
                Comparator.comparing(Lead::updatedAt, time).thenComparing(byId);
            case CREATED_AT_DESC, CREATED_AT_ASC ->
                Comparator.comparing(Lead::createdAt, time).thenComparing(byId);
            case ID_ASC -> byId;
        };
    }
}
