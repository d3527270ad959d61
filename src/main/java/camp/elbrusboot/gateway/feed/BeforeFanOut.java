package camp.elbrusboot.gateway.feed;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmEvent;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Hears of events before any subscriber of this replica does; they hear of them when it has completed. */
public interface BeforeFanOut {
    /** This replica follows the log from here on. Must not fail. */
    Uni<Void> begin(AccountRef account, long position);

    /**
     * Must not fail: what it could not do it has to make good itself. May be told of an event more than once.
     *
     * @param from position before the first of the events
     * @param events all of the log after {@code from}, in order, at least one
     */
    Uni<Void> accept(AccountRef account, long from, List<CrmEvent> events);
}
