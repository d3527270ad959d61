package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.AccountProfile;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Company;
import camp.elbrusboot.gateway.crm.Contact;
import camp.elbrusboot.gateway.crm.ContactQuery;
import camp.elbrusboot.gateway.crm.CrmReader;
import camp.elbrusboot.gateway.crm.Detail;
import camp.elbrusboot.gateway.crm.Lead;
import camp.elbrusboot.gateway.crm.LeadQuery;
import camp.elbrusboot.gateway.crm.Page;
import camp.elbrusboot.gateway.crm.Pipeline;
import camp.elbrusboot.gateway.crm.Priority;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** The kinds of what is cached. */
final class Kinds {
    /** The id of what an account has one of. */
    static final Long ONLY = 0L;

    private final CacheConfig config;
    private final Codec codec;
    private final Function<Priority, CrmReader> upstream;

    Kinds(CacheConfig config, Codec codec, Function<Priority, CrmReader> upstream) {
        this.config = config;
        this.codec = codec;
        this.upstream = upstream;
    }

    /** Reads one part of a list from amoCRM. */
    @FunctionalInterface
    interface PageUpstream<Q, T> {
        Uni<Page<T>> read(Priority priority, AccountRef account, Q query, Set<Detail> details);
    }

    Kind<Long, AccountProfile> profile() {
        return only(
                "profile",
                config.profile(),
                config.hard().profile(),
                codec.one(AccountProfile.class),
                (priority, account) -> upstream.apply(priority).profile(account));
    }

    Kind<Long, List<Pipeline>> pipelines() {
        return only(
                "pipelines",
                config.pipelines(),
                config.hard().pipelines(),
                codec.many(Pipeline.class),
                (priority, account) -> upstream.apply(priority).pipelines(account));
    }

    Kind<Long, Lead> leads() {
        return new Kind<>(
                "lead",
                id -> Long.toString(id),
                config.leads(),
                hard(config.hard().leads(), config.leads()),
                Kind.Lists.NONE,
                true,
                codec.one(Lead.class),
                Function.identity(),
                lead -> lead.updatedAt().getEpochSecond(),
                Lead::details,
                Set.of(Detail.LEAD_CONTACTS, Detail.LEAD_LOSS_REASON),
                (priority, account, ids, details) -> upstream.apply(priority).leads(account, ids, details));
    }

    Kind<Long, Contact> contacts() {
        return new Kind<>(
                "contact",
                id -> Long.toString(id),
                config.contacts(),
                hard(config.hard().contacts(), config.contacts()),
                Kind.Lists.NONE,
                true,
                codec.one(Contact.class),
                Function.identity(),
                contact -> contact.updatedAt().getEpochSecond(),
                Contact::details,
                Set.of(Detail.CONTACT_LEADS),
                (priority, account, ids, details) -> upstream.apply(priority).contacts(account, ids, details));
    }

    Kind<Long, Company> companies() {
        return new Kind<>(
                "company",
                id -> Long.toString(id),
                config.companies(),
                hard(config.hard().companies(), config.companies()),
                Kind.Lists.NONE,
                true,
                codec.one(Company.class),
                Function.identity(),
                company -> 0,
                company -> Slot.ALL,
                Set.of(),
                (priority, account, ids, details) -> upstream.apply(priority).companies(account, ids));
    }

    /** @param along takes what comes with the list */
    Kind<LeadQuery, Listing<Lead>> leadLists(Along<Lead> along) {
        return lists(
                "leads",
                Kinds::words,
                Kind.Lists.OF_LEADS,
                Lead::id,
                along,
                (priority, account, query, details) -> upstream.apply(priority).leads(account, query, details));
    }

    /** @param along takes what comes with the list */
    Kind<ContactQuery, Listing<Contact>> contactLists(Along<Contact> along) {
        return lists(
                "contacts",
                Kinds::words,
                Kind.Lists.OF_CONTACTS,
                Contact::id,
                along,
                (priority, account, query, details) -> upstream.apply(priority).contacts(account, query, details));
    }

    /** Before amoCRM is asked for a list: what then takes the entities that come with it. */
    @FunctionalInterface
    interface Along<T> {
        Uni<Consumer<Map<Long, T>>> before(AccountRef account);
    }

    /** Everything that a key depends on. The text, which may look like anything, comes last. */
    private static String words(LeadQuery query) {
        return query.pipelineIds() + "|" + query.statuses() + "|" + query.responsibleUserIds() + "|" + query.createdAt()
                + "|" + query.updatedAt() + "|" + query.closedAt() + "|" + query.order() + "|" + query.offset() + "|"
                + query.limit() + (query.text() == null ? "" : "|" + query.text());
    }

    private static String words(ContactQuery query) {
        return query.responsibleUserIds() + "|" + query.createdAt() + "|" + query.updatedAt() + "|" + query.offset()
                + "|" + query.limit() + (query.text() == null ? "" : "|" + query.text());
    }

    private <Q, T> Kind<Q, Listing<T>> lists(
            String name,
            Function<Q, String> words,
            Kind.Lists lists,
            Function<T, Long> id,
            Along<T> along,
            PageUpstream<Q, T> read) {
        return new Kind<>(
                name,
                query -> Keys.digest(words.apply(query)),
                config.lists(),
                hard(config.hard().lists(), config.lists()),
                lists,
                false,
                new Kind.Text<>(Listing::text, Listing::read),
                Listing::withoutEntities,
                listing -> 0,
                listing -> Slot.ALL,
                Set.of(),
                (priority, account, queries, details) -> {
                    Q query = queries.iterator().next();
                    return along.before(account).flatMap(taker -> read.read(priority, account, query, details)
                            .map(page -> {
                                Map<Long, T> entities = new HashMap<>();
                                page.items().forEach(item -> entities.put(id.apply(item), item));
                                taker.accept(entities);
                                return Map.of(
                                        query,
                                        new Listing<>(
                                                page.items().stream().map(id).toList(), page.hasNext(), entities));
                            }));
                });
    }

    private <T> Kind<Long, T> only(
            String name,
            Duration life,
            Optional<Duration> hard,
            Kind.Text<T> text,
            BiFunction<Priority, AccountRef, Uni<T>> read) {
        return new Kind<>(
                name,
                id -> Long.toString(id),
                life,
                hard(hard, life),
                Kind.Lists.NONE,
                true,
                text,
                Function.identity(),
                value -> 0,
                value -> Slot.ALL,
                Set.of(),
                (priority, account, ids, details) ->
                        read.apply(priority, account).map(value -> Map.of(ONLY, value)));
    }

    /** Never less than the time for which it is fresh. */
    private Duration hard(Optional<Duration> own, Duration life) {
        Duration hard = own.orElse(config.stale());
        return hard.compareTo(life) < 0 ? life : hard;
    }

    static <T> Along<T> offered(Lookup<Long, T> lookup, Memory memory, RedisStore store, Clock clock) {
        return account -> {
            Memory.Point since = memory.now(account);
            Instant askedAt = clock.instant();
            return store.read(account, List.of())
                    .map(look -> entities -> lookup.offer(account, entities, askedAt, since, look));
        };
    }
}
