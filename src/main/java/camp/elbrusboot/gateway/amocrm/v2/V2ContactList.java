package camp.elbrusboot.gateway.amocrm.v2;

import camp.elbrusboot.gateway.amocrm.batch.Scan;
import camp.elbrusboot.gateway.amocrm.batch.Wanted;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Contact;
import camp.elbrusboot.gateway.crm.ContactQuery;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.LeadQuery;
import camp.elbrusboot.gateway.crm.Page;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One part of a list of contacts over v2, which has neither an order nor spans of time for them, but tells which have
 * changed since a moment (section 3.1). A list that fits into one call is read with one; of a longer one those that have
 * changed last, since a moment that is moved until they are enough and not too many. For one caller, once.
 */
final class V2ContactList {
    private static final Duration FIRST = Duration.ofDays(1);
    private static final int WIDER = 4;

    /** Closer than that nobody looks for the right moment: many may have changed at once. */
    private static final Duration CLOSE = Duration.ofHours(1);

    private static final Comparator<Contact> ORDER =
            Comparator.comparing(Contact::updatedAt, Comparator.reverseOrder()).thenComparing(Contact::id);

    private final AccountRef account;
    private final Clock clock;
    private final Call call;
    private final Wanted<Contact> wanted;
    private final BoundedRows<Contact> bounded;
    /** Nothing that is wanted has changed at or before it. */
    private final Instant beginning;

    /** One call; {@code since} null for all. */
    @FunctionalInterface
    interface Call {
        Uni<Page<Contact>> rows(@Nullable Instant since, long offset, int size);
    }

    V2ContactList(AccountRef account, ContactQuery query, Clock clock, Call call) {
        this.account = account;
        this.clock = clock;
        this.call = call;
        this.wanted = Wanted.of(query);
        Instant from = query.updatedAt().from();
        this.beginning = from == null || from.isBefore(Instant.EPOCH) ? Instant.EPOCH : from.minusSeconds(1);
        this.bounded = new BoundedRows<>(new CrmException(
                CrmErrorCode.UNSUPPORTED,
                "account " + account + " is read over API v2, which cannot sort, and too many contacts would have to be"
                        + " read for this part of the list; ask for contacts nearer to its beginning, or narrow it by"
                        + " free text, by a responsible user or by the beginning of updatedAt"));
    }

    Uni<Page<Contact>> read() {
        return rows(null, LeadQuery.MAX_LIMIT)
                .flatMap(page -> page.hasNext()
                        ? changedWithin(FIRST, Duration.ZERO, null)
                        : Uni.createFrom().item(wanted.part(admitted(page))));
    }

    /**
     * @param tooShort within which there are too few
     * @param tooLong within which there are too many; null as long as nobody knows
     */
    private Uni<Page<Contact>> changedWithin(Duration span, Duration tooShort, @Nullable Duration tooLong) {
        boolean close = tooLong != null && tooLong.minus(tooShort).compareTo(CLOSE) <= 0;
        Instant sought = clock.instant().minus(span);
        Instant since = sought.isBefore(beginning) ? beginning : sought;
        return rows(since, close || wanted.narrowed() ? Scan.MOST_ROWS : few()).flatMap(page -> {
            if (page.hasNext()) {
                if (close) {
                    throw bounded.tooMany();
                }
                return changedWithin(tooShort.plus(span).dividedBy(2), tooShort, span);
            }
            List<Contact> admitted = admitted(verified(page, since));
            if (since.equals(beginning) || wanted.isMoreThanWanted(admitted.size())) {
                return Uni.createFrom().item(wanted.part(admitted));
            }
            return changedWithin(
                    tooLong == null
                            ? span.multipliedBy(WIDER)
                            : span.plus(tooLong).dividedBy(2),
                    span,
                    tooLong);
        });
    }

    /** About twice as many as are wanted; to read more than that costs more than to look for a better moment. */
    private int few() {
        long calls = (wanted.offset() + wanted.limit()) * 2 / LeadQuery.MAX_LIMIT + 1;
        return (int) Math.min(calls * LeadQuery.MAX_LIMIT, Scan.MOST_ROWS);
    }

    private Page<Contact> verified(Page<Contact> page, Instant since) {
        if (!page.items().stream().allMatch(contact -> contact.updatedAt().isAfter(since))) {
            throw new CrmException(
                    CrmErrorCode.UNSUPPORTED,
                    "account " + account + " is read over API v2, which has not kept to If-Modified-Since there; narrow"
                            + " the list until it has fewer than " + LeadQuery.MAX_LIMIT + " contacts");
        }
        return page;
    }

    private List<Contact> admitted(Page<Contact> page) {
        // By id: who changes while the list is read may be met twice.
        Map<Long, Contact> admitted = new HashMap<>();
        page.items().stream().filter(wanted.admits()).forEach(contact -> admitted.put(contact.id(), contact));
        return admitted.values().stream().sorted(ORDER).toList();
    }

    private Uni<Page<Contact>> rows(@Nullable Instant since, int count) {
        return bounded.read((offset, size) -> call.rows(since, offset, size), 0, count);
    }
}
