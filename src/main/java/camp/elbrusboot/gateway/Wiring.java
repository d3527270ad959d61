package camp.elbrusboot.gateway;

import camp.elbrusboot.gateway.amocrm.v4.V4Reader;
import camp.elbrusboot.gateway.cache.CacheLayer;
import camp.elbrusboot.gateway.crm.CrmReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** The one place that puts the ports together. */
@ApplicationScoped
class Wiring {
    @Produces
    @ApplicationScoped
    CrmReader reader(CacheLayer cache, V4Reader upstream) {
        return cache.around(upstream);
    }

    @Produces
    @ApplicationScoped
    Clock clock() {
        return Clock.systemUTC();
    }
}
