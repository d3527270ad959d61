package camp.elbrusboot.gateway.feed;

import camp.elbrusboot.gateway.crm.CrmEvent;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Hears of events before any subscriber of this replica does; they hear of them when it has completed. */
public interface BeforeFanOut {
    /** Must not fail: what it could not do it has to make good itself. May be told of an event more than once. */
    Uni<Void> accept(List<CrmEvent> events);
}
