package camp.elbrusboot.gateway.amocrm.v4;

import camp.elbrusboot.gateway.amocrm.batch.Pages;
import camp.elbrusboot.gateway.amocrm.batch.Scan;
import camp.elbrusboot.gateway.amocrm.batch.Wanted;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.Page;
import camp.elbrusboot.gateway.crm.Priority;
import io.smallrye.mutiny.Uni;

/**
 * One part of a list over v4: by amoCRM's filter where the account has it, else filtered here. For one caller, once.
 *
 * @param plain the list in its order, without the conditions that not every account can apply
 * @param filtered the list with them, if amoCRM does not ignore them
 */
record V4List<T>(
        V4Access access,
        Priority priority,
        AccountRef account,
        Wanted<T> wanted,
        Pages.Source<T> plain,
        Pages.Source<T> filtered) {

    Uni<Page<T>> read() {
        if (!wanted.narrowed()) {
            return new Pages(wanted.limit()).range(plain, wanted.offset(), wanted.limit());
        }
        return access.canFilter(account, priority).flatMap(filters -> filters ? byFilter() : byScan());
    }

    private Uni<Page<T>> byFilter() {
        Pages.Source<T> verified = (number, size) -> filtered.page(number, size).invoke(page -> {
            if (!page.items().stream().allMatch(wanted.admits())) {
                throw new FilterIgnored();
            }
        });
        return new Pages(wanted.limit())
                .range(verified, wanted.offset(), wanted.limit())
                .onFailure(FilterIgnored.class)
                .recoverWithUni(() -> access.filtersDoNotWork(account, priority).chain(this::byScan));
    }

    private Uni<Page<T>> byScan() {
        return new Scan<>(
                        wanted,
                        plain,
                        new CrmException(
                                CrmErrorCode.UNSUPPORTED,
                                "account " + account + " cannot filter " + wanted.name() + ", because amoCRM's option"
                                        + " \"API filtering\" is off, and this part of the list is not complete within the"
                                        + " first " + Scan.MOST_ROWS + " " + wanted.name() + " of its order; ask for "
                                        + wanted.name()
                                        + " nearer to the beginning of the order, or without conditions"))
                .read();
    }

    /** Not a failure that anybody sees. */
    private static final class FilterIgnored extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FilterIgnored() {
            super("rows that were not asked for", null, false, false);
        }
    }
}
