package camp.elbrusboot.gateway.amocrm.batch;

import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.LeadQuery;
import camp.elbrusboot.gateway.crm.Page;
import io.smallrye.mutiny.Uni;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Filters a list here because amoCRM does not: reads it in its order, keeps what the query admits, and stops when the
 * wanted part is complete, with the knowledge of whether more follows. For one caller, once.
 */
public final class Scan<T> {
    /** Entities looked at for one part of a list: eight calls, more than a second of the account's allowance. */
    public static final int MOST_ROWS = 2_000;

    private final Wanted<T> wanted;
    private final Pages.Source<T> source;
    private final Pages pages = new Pages(LeadQuery.MAX_LIMIT);
    private final CrmException tooFar;
    /** By id: an entity that changes while its list is read may be met twice. */
    private final Map<Long, T> kept = new LinkedHashMap<>();

    /**
     * @param source of the list without the query's conditions but in its order
     * @param tooFar when the bound is reached before the wanted part is complete
     */
    public Scan(Wanted<T> wanted, Pages.Source<T> source, CrmException tooFar) {
        this.wanted = wanted;
        this.source = source;
        this.tooFar = tooFar;
    }

    /** The part of the list that is wanted. */
    public Uni<Page<T>> read() {
        return from(0);
    }

    private Uni<Page<T>> from(int place) {
        return pages.range(source, place, LeadQuery.MAX_LIMIT).flatMap(page -> {
            boolean ended = !page.hasNext();
            for (T row : page.items()) {
                if (wanted.behind().test(row)) {
                    ended = true;
                    break;
                }
                if (wanted.admits().test(row)) {
                    kept.putIfAbsent(wanted.id().applyAsLong(row), row);
                }
            }
            if (ended || wanted.isMoreThanWanted(kept.size())) {
                return Uni.createFrom().item(wanted.part(List.copyOf(kept.values())));
            }
            int next = place + LeadQuery.MAX_LIMIT;
            return next < MOST_ROWS ? from(next) : Uni.createFrom().failure(tooFar);
        });
    }
}
