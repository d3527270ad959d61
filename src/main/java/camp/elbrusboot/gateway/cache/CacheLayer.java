package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmEvent;
import camp.elbrusboot.gateway.crm.CrmReader;
import camp.elbrusboot.gateway.crm.CrmReaders;
import camp.elbrusboot.gateway.crm.Priority;
import camp.elbrusboot.gateway.feed.BeforeFanOut;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The cache as the rest of the gateway sees it: around readers, and told of every change first. */
@ApplicationScoped
public class CacheLayer implements BeforeFanOut {
    private final CacheConfig config;
    private final Codec codec;
    private final Memory memory;
    private final MemoryTrust trust;
    private final RedisStore store;
    private final RedisRepair repair;
    private final Positions positions;
    private final Outages outages;
    private final Tally tally;
    private final Vertx vertx;
    private final Clock clock;
    private final MeterRegistry meters;
    private volatile @Nullable Lookups lookups;

    CacheLayer(
            CacheConfig config,
            Codec codec,
            Memory memory,
            MemoryTrust trust,
            RedisStore store,
            RedisRepair repair,
            Positions positions,
            Outages outages,
            Tally tally,
            Vertx vertx,
            Clock clock,
            MeterRegistry meters) {
        this.config = config;
        this.codec = codec;
        this.memory = memory;
        this.trust = trust;
        this.store = store;
        this.repair = repair;
        this.positions = positions;
        this.outages = outages;
        this.tally = tally;
        this.vertx = vertx;
        this.clock = clock;
        this.meters = meters;
    }

    /** Readers that look into memory, then into Redis, then ask upstream. To be called once. */
    public CrmReaders around(Function<Priority, CrmReader> upstream) {
        Kinds kinds = new Kinds(config, codec, upstream);
        var leads = lookup(kinds.leads());
        var contacts = lookup(kinds.contacts());
        Lookups all = new Lookups(
                lookup(kinds.profile()),
                lookup(kinds.pipelines()),
                leads,
                contacts,
                lookup(kinds.companies()),
                lookup(kinds.leadLists(Kinds.offered(leads, memory, store, clock))),
                lookup(kinds.contactLists(Kinds.offered(contacts, memory, store, clock))));
        lookups = all;
        return (priority, freshness) -> new CachedReader(all, priority, freshness);
    }

    private <I, T> Lookup<I, T> lookup(Kind<I, T> kind) {
        Ages<I, T> ages = new Ages<>(kind, config.absent(), hardAbsent(kind.hardLife()), positions, outages, clock);
        Fetch<I, T> fetch = new Fetch<>(kind, ages, memory, trust, store, outages, tally, vertx, clock);
        Flights<I, T> flights = new Flights<>(kind, fetch, ages, memory, vertx);
        List<Tag> tags = List.of(Tag.of("kind", kind.name()));
        meters.gauge("gateway.cache.under.way", tags, flights, Flights::underWay);
        meters.gauge("gateway.cache.waiting", tags, flights, Flights::waiting);
        return new Lookup<>(
                kind, ages, flights, memory, trust, positions, store, outages, tally, config.patience(), vertx);
    }

    /** Not less than the time for which it is believed, not more than what is known of the kind is kept. */
    private Duration hardAbsent(Duration hard) {
        Duration absent = config.hard().absent();
        Duration most = absent.compareTo(hard) < 0 ? absent : hard;
        return most.compareTo(config.absent()) < 0 ? config.absent() : most;
    }

    @Override
    public Uni<Void> begin(AccountRef account, long position) {
        memory.begin(account, position);
        Lookups known = lookups;
        if (known != null) {
            known.forgetAll();
        }
        return repair.begin(account);
    }

    @Override
    public Uni<Void> accept(AccountRef account, long from, List<CrmEvent> events) {
        Evictions evictions = Evictions.of(account, from, events);
        memory.evict(account, evictions);
        Lookups known = lookups;
        if (known != null) {
            known.forget(evictions);
        }
        return repair.evict(account, evictions);
    }

    /** As if this process had never read anything. */
    public void forget() {
        memory.clear();
    }
}
