package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmEvent;
import camp.elbrusboot.gateway.crm.CrmReader;
import camp.elbrusboot.gateway.crm.EntityChange;
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

    @Override
    public Uni<Void> accept(List<CrmEvent> events) {
        Set<String> keys = new LinkedHashSet<>();
        for (CrmEvent event : events) {
            AccountRef account = event.account();
            if (event instanceof StageChange change) {
                keys.add(Keys.lead(account, change.leadId()));
                keys.add(Keys.listGeneration(account));
            } else if (event instanceof EntityChange change) {
                keys.addAll(touched(change));
            }
        }
        return store.evict(keys);
    }

    private static List<String> touched(EntityChange change) {
        AccountRef account = change.account();
        return switch (change.kind()) {
            case LEAD -> List.of(Keys.lead(account, change.entityId()), Keys.listGeneration(account));
            case CONTACT -> List.of(Keys.contact(account, change.entityId()));
            // Kept by nobody yet.
            case COMPANY -> List.of();
        };
    }
}
