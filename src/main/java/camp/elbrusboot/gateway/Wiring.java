package camp.elbrusboot.gateway;

import camp.elbrusboot.gateway.amocrm.AmocrmReaders;
import camp.elbrusboot.gateway.cache.CacheLayer;
import camp.elbrusboot.gateway.crm.CrmReader;
import camp.elbrusboot.gateway.crm.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** The one place that puts the ports together. */
@ApplicationScoped
class Wiring {
    @Produces
    @ApplicationScoped
    CrmReader reader(CacheLayer cache, AmocrmReaders amocrm) {
        return cache.around(amocrm.at(Priority.INTERACTIVE));
    }

    @Produces
    @ApplicationScoped
    Clock clock() {
        return Clock.systemUTC();
    }
}
