package camp.elbrusboot.gateway.amocrm.v2;

import camp.elbrusboot.gateway.amocrm.batch.Pages;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.LeadQuery;
import camp.elbrusboot.gateway.crm.Page;
import io.smallrye.mutiny.Uni;

/**
 * Reads rows to make one part of a list of them, in vain or not, as long as that costs no more than it may. For one
 * caller, once.
 */
final class BoundedRows<T> {
    /** Rows that may be asked for: 24 full calls, three to four seconds. */
    private static final int MOST_COST = 24 * LeadQuery.MAX_LIMIT;

    /** What a call costs however few rows it asks for. */
    private static final int LEAST_COST = 50;

    private final CrmException tooMany;
    private final Pages pages = new Pages(LeadQuery.MAX_LIMIT);
    private int cost;

    /** @param tooMany when it would cost more */
    BoundedRows(CrmException tooMany) {
        this.tooMany = tooMany;
    }

    /** One call. */
    @FunctionalInterface
    interface Call<T> {
        Uni<Page<T>> rows(long offset, int size);
    }

    Uni<Page<T>> read(Call<T> call, long from, int count) {
        return pages.range(
                (number, size) -> {
                    cost += Math.max(size, LEAST_COST);
                    return cost > MOST_COST ? Uni.createFrom().failure(tooMany) : call.rows((number - 1) * size, size);
                },
                from,
                count);
    }

    CrmException tooMany() {
        return tooMany;
    }
}
