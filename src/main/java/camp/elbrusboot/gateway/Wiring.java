package camp.elbrusboot.gateway;

import camp.elbrusboot.gateway.amocrm.AmocrmReaders;
import camp.elbrusboot.gateway.amocrm.v4.V4Webhooks;
import camp.elbrusboot.gateway.cache.CacheLayer;
import camp.elbrusboot.gateway.crm.CrmReaders;
import camp.elbrusboot.gateway.crm.OwnWebhook;
import camp.elbrusboot.gateway.webhook.WebhookConfig;
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
    OwnWebhook webhook(V4Webhooks v4, WebhookConfig config) {
        return v4.at(config.publicUrl());
    }

    @Produces
    @ApplicationScoped
    Clock clock() {
        return Clock.systemUTC();
    }
}
