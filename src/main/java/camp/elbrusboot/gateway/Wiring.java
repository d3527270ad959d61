package camp.elbrusboot.gateway;

import camp.elbrusboot.gateway.amocrm.AmocrmReaders;
import camp.elbrusboot.gateway.cache.CacheLayer;
import camp.elbrusboot.gateway.crm.CrmReaders;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** The one place that puts the ports together. */
@ApplicationScoped
class Wiring {
    @Produces
    @ApplicationScoped
    CrmReaders readers(CacheLayer cache, AmocrmReaders amocrm) {
        return cache.around(amocrm::at);
    }

    @Produces
    @ApplicationScoped
    Clock clock() {
        return Clock.systemUTC();
    }
}
