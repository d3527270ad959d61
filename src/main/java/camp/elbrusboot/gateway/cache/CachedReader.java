package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.AccountProfile;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Company;
import camp.elbrusboot.gateway.crm.Contact;
import camp.elbrusboot.gateway.crm.ContactQuery;
import camp.elbrusboot.gateway.crm.CrmReader;
import camp.elbrusboot.gateway.crm.Detail;
import camp.elbrusboot.gateway.crm.Freshness;
import camp.elbrusboot.gateway.crm.Lead;
import camp.elbrusboot.gateway.crm.LeadQuery;
import camp.elbrusboot.gateway.crm.Page;
import camp.elbrusboot.gateway.crm.Pipeline;
import camp.elbrusboot.gateway.crm.Priority;
import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/** The cache as one operation sees it: tells how old is what it hands out. */
record CachedReader(Lookups lookups, Priority priority, Freshness freshness) implements CrmReader {
    private static final Set<Long> ONLY = Set.of(Kinds.ONLY);

    @Override
    public Uni<AccountProfile> profile(AccountRef account) {
        return values(lookups.profile(), account, ONLY, Set.of()).map(CachedReader::only);
    }

    @Override
    public Uni<List<Pipeline>> pipelines(AccountRef account) {
        return values(lookups.pipelines(), account, ONLY, Set.of()).map(CachedReader::only);
    }

    @Override
    public Uni<Map<Long, Lead>> leads(AccountRef account, Set<Long> ids, Set<Detail> details) {
        return values(lookups.leads(), account, ids, details);
    }

    @Override
    public Uni<Map<Long, Contact>> contacts(AccountRef account, Set<Long> ids, Set<Detail> details) {
        return values(lookups.contacts(), account, ids, details);
    }

    @Override
    public Uni<Map<Long, Company>> companies(AccountRef account, Set<Long> ids) {
        return values(lookups.companies(), account, ids, Set.of());
    }

    @Override
    public Uni<Page<Lead>> leads(AccountRef account, LeadQuery query, Set<Detail> details) {
        return page(lookups.leadLists(), lookups.leads(), account, query, details, query::admits);
    }

    @Override
    public Uni<Page<Contact>> contacts(AccountRef account, ContactQuery query, Set<Detail> details) {
        return page(lookups.contactLists(), lookups.contacts(), account, query, details, query::admits);
    }

    private <Q, T> Uni<Page<T>> page(
            Lookup<Q, Listing<T>> lists,
            Lookup<Long, T> entities,
            AccountRef account,
            Q query,
            Set<Detail> details,
            Predicate<T> admits) {
        return values(lists, account, Set.of(query), details).flatMap(found -> {
            Listing<T> listing = Objects.requireNonNull(found.get(query));
            Set<Long> ids = new LinkedHashSet<>(listing.ids());
            return listing.entities().keySet().containsAll(ids)
                    ? Uni.createFrom().item(page(listing, listing.entities(), admits))
                    : values(entities, account, ids, details).map(all -> page(listing, all, admits));
        });
    }

    /** An entity may have moved between the reading of the list and its own. */
    private static <T> Page<T> page(Listing<T> listing, Map<Long, T> entities, Predicate<T> admits) {
        return new Page<>(
                listing.ids().stream()
                        .map(entities::get)
                        .filter(Objects::nonNull)
                        .filter(admits)
                        .toList(),
                listing.hasNext());
    }

    private <I, T> Uni<Map<I, T>> values(Lookup<I, T> lookup, AccountRef account, Set<I> ids, Set<Detail> details) {
        return lookup.load(account, ids, details, priority).map(held -> {
            Map<I, T> values = new HashMap<>();
            held.forEach((id, one) -> {
                freshness.observed(one.readAt(), lookup.isStale(account, one), lookup.remaining(one), one.source());
                T value = one.value();
                if (value != null) {
                    values.put(id, value);
                }
            });
            return values;
        });
    }

    private static <T> T only(Map<Long, T> found) {
        return Objects.requireNonNull(found.get(Kinds.ONLY));
    }
}
