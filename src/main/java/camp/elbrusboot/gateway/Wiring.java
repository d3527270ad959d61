package camp.elbrusboot.gateway;

import camp.elbrusboot.gateway.amocrm.AmocrmReaders;
import camp.elbrusboot.gateway.cache.CacheLayer;
import camp.elbrusboot.gateway.crm.CrmReader;
import camp.elbrusboot.gateway.crm.CrmReaders;
import camp.elbrusboot.gateway.crm.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The one place that puts the ports together. */
@ApplicationScoped
class Wiring {
    @Produces
    @ApplicationScoped
    CrmReaders readers(CacheLayer cache, AmocrmReaders amocrm) {
        // Each priority merges its own calls only: who is urgent never waits for a call of who is not.
        Map<Priority, CrmReader> readers = new EnumMap<>(Priority.class);
        for (Priority priority : Priority.values()) {
            readers.put(priority, cache.around(amocrm.at(priority)));
        }
        return (priority, freshness) -> cache.observed(Objects.requireNonNull(readers.get(priority)), freshness);
    }

    @Produces
    @ApplicationScoped
    Clock clock() {
        return Clock.systemUTC();
    }
}
