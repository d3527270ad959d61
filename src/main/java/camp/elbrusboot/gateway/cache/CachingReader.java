package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.AccountProfile;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Company;
import camp.elbrusboot.gateway.crm.Contact;
import camp.elbrusboot.gateway.crm.ContactQuery;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.CrmReader;
import camp.elbrusboot.gateway.crm.Detail;
import camp.elbrusboot.gateway.crm.Lead;
import camp.elbrusboot.gateway.crm.LeadQuery;
import camp.elbrusboot.gateway.crm.Page;
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
import java.util.function.Predicate;
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
    public Uni<Map<Long, Lead>> leads(AccountRef account, Set<Long> ids, Set<Detail> details) {
        return entities(
                "lead",
                ids,
                id -> Keys.lead(account, id),
                codec.one(Lead.class),
                (Lead lead) -> lead.details().containsAll(details),
                config.leads(),
                missing -> behind.leads(account, missing, details));
    }

    @Override
    public Uni<Map<Long, Contact>> contacts(AccountRef account, Set<Long> ids, Set<Detail> details) {
        return entities(
                "contact",
                ids,
                id -> Keys.contact(account, id),
                codec.one(Contact.class),
                (Contact contact) -> contact.details().containsAll(details),
                config.contacts(),
                missing -> behind.contacts(account, missing, details));
    }

    private <T> Uni<Map<Long, T>> entities(
            String kind,
            Set<Long> ids,
            Function<Long, String> key,
            JavaType type,
            Predicate<T> complete,
            Duration life,
            Function<Set<Long>, Uni<Map<Long, T>>> upstream) {
        return store.read(ids.stream().map(key).toList()).flatMap(slots -> {
            Map<Long, T> found = new HashMap<>();
            Map<Long, T> old = new HashMap<>();
            Set<Long> missing = new LinkedHashSet<>();
            for (Long id : ids) {
                Aged aged = Aged.read(
                        Objects.requireNonNull(slots.get(key.apply(id))).value());
                T read = aged == null ? null : codec.<T>read(aged.text(), type);
                T kept = read == null || !complete.test(read) ? null : read;
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
    public Uni<Page<Lead>> leads(AccountRef account, LeadQuery query, Set<Detail> details) {
        String key = Keys.list(account, query);
        String generationKey = Keys.listGeneration(account);
        return store.read(List.of(key, generationKey)).flatMap(slots -> {
            RedisStore.Slot slot = Objects.requireNonNull(slots.get(key));
            String generation = Objects.requireNonNull(slots.get(generationKey)).seen();
            ListEntry kept = codec.read(slot.value(), codec.one(ListEntry.class));
            boolean valid = kept != null && kept.generation().equals(generation);
            count("list", valid ? 1 : 0, valid ? 0 : 1);
            return kept != null && valid
                    ? fromEntry(account, query, kept, details)
                    : behind.leads(account, query, details).call(page -> keep(account, slot, generation, page));
        });
    }

    @Override
    public Uni<AccountProfile> profile(AccountRef account) {
        return behind.profile(account);
    }

    @Override
    public Uni<Map<Long, Company>> companies(AccountRef account, Set<Long> ids) {
        return ids.isEmpty() ? Uni.createFrom().item(Map.of()) : behind.companies(account, ids);
    }

    @Override
    public Uni<Page<Contact>> contacts(AccountRef account, ContactQuery query, Set<Detail> details) {
        return behind.contacts(account, query, details);
    }

    private Uni<Page<Lead>> fromEntry(AccountRef account, LeadQuery query, ListEntry entry, Set<Detail> details) {
        return leads(account, new LinkedHashSet<>(entry.ids()), details)
                .map(leads -> new Page<>(
                        entry.ids().stream()
                                .map(leads::get)
                                .filter(Objects::nonNull)
                                // It may have moved between the reading of the list and its own.
                                .filter(query::admits)
                                .toList(),
                        entry.hasNext()));
    }

    private Uni<Void> keep(AccountRef account, RedisStore.Slot slot, @Nullable String generation, Page<Lead> page) {
        if (generation == null) {
            return Uni.createFrom().voidItem();
        }
        List<RedisStore.Fill> fills = new ArrayList<>();
        List<Long> ids = page.items().stream().map(Lead::id).toList();
        fills.add(
                new RedisStore.Fill(slot, codec.write(new ListEntry(generation, ids, page.hasNext())), config.lists()));
        // Nobody looked at these places before amoCRM was asked: neither a mark nor a newer value is overwritten.
        page.items()
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
