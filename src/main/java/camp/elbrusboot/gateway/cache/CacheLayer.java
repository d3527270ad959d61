package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmEvent;
import camp.elbrusboot.gateway.crm.CrmReader;
import camp.elbrusboot.gateway.crm.Freshness;
import camp.elbrusboot.gateway.crm.StageChange;
import camp.elbrusboot.gateway.feed.BeforeFanOut;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The cache as the rest of the gateway sees it: around a reader, and told of every change first. */
@ApplicationScoped
public class CacheLayer implements BeforeFanOut {
    private final RedisStore store;
    private final Codec codec;
    private final CacheConfig config;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Vertx vertx;

    CacheLayer(RedisStore store, Codec codec, CacheConfig config, Clock clock, MeterRegistry meters, Vertx vertx) {
        this.store = store;
        this.codec = codec;
        this.config = config;
        this.clock = clock;
        this.meters = meters;
        this.vertx = vertx;
    }

    /** A reader that merges what is asked at once, then looks into Redis, then asks upstream. */
    public CrmReader around(CrmReader upstream) {
        return new CoalescingReader(new CachingReader(upstream, store, codec, config, clock, meters), vertx);
    }

    /** A shared reader for one operation. */
    public CrmReader observed(CrmReader shared, Freshness freshness) {
        return new ObservedReader(shared, freshness, clock);
    }

    @Override
    public Uni<Void> accept(List<CrmEvent> events) {
        Set<String> keys = new LinkedHashSet<>();
        for (CrmEvent event : events) {
            AccountRef account = event.account();
            if (event instanceof StageChange change) {
                keys.add(Keys.lead(account, change.leadId()));
                keys.add(Keys.listGeneration(account));
            }
        }
        return store.evict(keys);
    }
}
