package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Contact;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.CrmReader;
import camp.elbrusboot.gateway.crm.Lead;
import camp.elbrusboot.gateway.crm.LeadPage;
import camp.elbrusboot.gateway.crm.LeadQuery;
import camp.elbrusboot.gateway.crm.Pipeline;
import com.fasterxml.jackson.databind.JavaType;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers from Redis what is there and asks the reader behind it for the rest; where that fails, what is older than it
 * should be is better than nothing.
 */
final class CachingReader implements CrmReader {
    private final CrmReader behind;
    private final RedisStore store;
    private final Codec codec;
    private final CacheConfig config;
    private final Clock clock;
    private final MeterRegistry meters;

    CachingReader(
            CrmReader behind, RedisStore store, Codec codec, CacheConfig config, Clock clock, MeterRegistry meters) {
        this.behind = behind;
        this.store = store;
        this.codec = codec;
        this.config = config;
        this.clock = clock;
        this.meters = meters;
    }

    @Override
    public Uni<List<Pipeline>> pipelines(AccountRef account) {
        String key = Keys.pipelines(account);
        return store.read(List.of(key)).flatMap(slots -> {
            RedisStore.Slot slot = Objects.requireNonNull(slots.get(key));
            Aged aged = Aged.read(slot.value());
            List<Pipeline> kept = aged == null ? null : codec.read(aged.text(), codec.many(Pipeline.class));
            boolean fresh = aged != null && kept != null && aged.isFresh(config.pipelines(), clock);
            count("pipelines", fresh ? 1 : 0, fresh ? 0 : 1);
            return kept != null && fresh
                    ? Uni.createFrom().item(kept)
                    : behind.pipelines(account)
                            .call(read -> store.fill(List.of(fill(slot, read))))
                            .onFailure(failure -> kept != null && isUpstream(failure))
                            .recoverWithItem(() -> stale("pipelines", Objects.requireNonNull(kept)));
        });
    }

    @Override
    public Uni<Map<Long, Lead>> leads(AccountRef account, Set<Long> ids) {
        return entities(
                "lead",
                ids,
                id -> Keys.lead(account, id),
                codec.one(Lead.class),
                config.leads(),
                missing -> behind.leads(account, missing));
    }

    @Override
    public Uni<Map<Long, Contact>> contacts(AccountRef account, Set<Long> ids) {
        return entities(
                "contact",
                ids,
                id -> Keys.contact(account, id),
                codec.one(Contact.class),
                config.contacts(),
                missing -> behind.contacts(account, missing));
    }

    private <T> Uni<Map<Long, T>> entities(
            String kind,
            Set<Long> ids,
            Function<Long, String> key,
            JavaType type,
            Duration life,
            Function<Set<Long>, Uni<Map<Long, T>>> upstream) {
        return store.read(ids.stream().map(key).toList()).flatMap(slots -> {
            Map<Long, T> found = new HashMap<>();
            Map<Long, T> old = new HashMap<>();
            Set<Long> missing = new LinkedHashSet<>();
            for (Long id : ids) {
                Aged aged = Aged.read(
                        Objects.requireNonNull(slots.get(key.apply(id))).value());
                T kept = aged == null ? null : codec.read(aged.text(), type);
                if (aged != null && kept != null && aged.isFresh(life, clock)) {
                    found.put(id, kept);
                } else {
                    missing.add(id);
                    if (kept != null) {
                        old.put(id, kept);
                    }
                }
            }
            count(kind, found.size(), missing.size());
            if (missing.isEmpty()) {
                return Uni.createFrom().item(found);
            }
            return upstream.apply(missing)
                    .call(read -> store.fill(read.entrySet().stream()
                            .map(e -> fill(Objects.requireNonNull(slots.get(key.apply(e.getKey()))), e.getValue()))
                            .toList()))
                    // In part it would look as if amoCRM did not have the rest.
                    .onFailure(failure -> old.keySet().containsAll(missing) && isUpstream(failure))
                    .recoverWithItem(() -> stale(kind, old))
                    .map(read -> {
                        found.putAll(read);
                        return found;
                    });
        });
    }

    private RedisStore.Fill fill(RedisStore.Slot slot, Object value) {
        return new RedisStore.Fill(slot, Aged.write(slot.readAt(), codec.write(value)), config.stale());
    }

    private static boolean isUpstream(Throwable failure) {
        return failure instanceof CrmException crm && crm.code().category() == CrmErrorCode.Category.UPSTREAM;
    }

    private <T> T stale(String kind, T value) {
        meters.counter("gateway.cache.stale", "kind", kind).increment();
        return value;
    }

    @Override
    public Uni<LeadPage> list(AccountRef account, LeadQuery query) {
        String key = Keys.list(account, query);
        String generationKey = Keys.listGeneration(account);
        return store.read(List.of(key, generationKey)).flatMap(slots -> {
            RedisStore.Slot slot = Objects.requireNonNull(slots.get(key));
            String generation = Objects.requireNonNull(slots.get(generationKey)).seen();
            ListEntry kept = codec.read(slot.value(), codec.one(ListEntry.class));
            boolean valid = kept != null && kept.generation().equals(generation);
            count("list", valid ? 1 : 0, valid ? 0 : 1);
            return kept != null && valid
                    ? fromEntry(account, query, kept)
                    : behind.list(account, query).call(page -> keep(account, slot, generation, page));
        });
    }

    private Uni<LeadPage> fromEntry(AccountRef account, LeadQuery query, ListEntry entry) {
        return leads(account, new LinkedHashSet<>(entry.ids()))
                .map(leads -> new LeadPage(
                        entry.ids().stream()
                                .map(leads::get)
                                .filter(Objects::nonNull)
                                // It may have moved between the reading of the list and its own.
                                .filter(query::admits)
                                .toList(),
                        entry.hasNext()));
    }

    private Uni<Void> keep(AccountRef account, RedisStore.Slot slot, @Nullable String generation, LeadPage page) {
        if (generation == null) {
            return Uni.createFrom().voidItem();
        }
        List<RedisStore.Fill> fills = new ArrayList<>();
        List<Long> ids = page.leads().stream().map(Lead::id).toList();
        fills.add(
                new RedisStore.Fill(slot, codec.write(new ListEntry(generation, ids, page.hasNext())), config.lists()));
        // Nobody looked at these places before amoCRM was asked: neither a mark nor a newer value is overwritten.
        page.leads()
                .forEach(lead -> fills.add(new RedisStore.Fill(
                        new RedisStore.Slot(Keys.lead(account, lead.id()), RedisStore.OLDER, slot.readAt()),
                        Aged.write(slot.readAt(), codec.write(lead)),
                        config.stale())));
        return store.fill(fills);
    }

    private void count(String kind, int hits, int misses) {
        meters.counter("gateway.cache.hits", "kind", kind).increment(hits);
        meters.counter("gateway.cache.misses", "kind", kind).increment(misses);
    }
}
