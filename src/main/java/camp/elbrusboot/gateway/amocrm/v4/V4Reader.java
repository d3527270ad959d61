package camp.elbrusboot.gateway.amocrm.v4;

import camp.elbrusboot.gateway.amocrm.batch.Pages;
import camp.elbrusboot.gateway.amocrm.batch.Scan;
import camp.elbrusboot.gateway.amocrm.http.Upstream;
import camp.elbrusboot.gateway.amocrm.wire.Wire;
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
import camp.elbrusboot.gateway.crm.Priority;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads over API v4, with and without its filters; every row that comes back is held against what was asked. */
final class V4Reader implements CrmReader {
    private final V4Api api;
    private final Upstream upstream;
    private final V4Access access;
    private final Priority priority;
    private final ById<Lead> leads;
    private final ById<Contact> contacts;

    V4Reader(V4Api api, Upstream upstream, V4Access access, CrmReader legacy, Priority priority) {
        this.api = api;
        this.upstream = upstream;
        this.access = access;
        this.priority = priority;
        this.leads = new ById<>(
                access,
                priority,
                (account, ids) -> askLeads(account, V4Parameters.leads(ids)).map(answer -> leads(account, answer)),
                (account, ids) -> legacy.leads(account, ids, Set.of()),
                (account, id) -> upstream.askForOne(
                                account, priority, (base, bearer) -> api.lead(base, bearer, id, V4Parameters.oneLead()))
                        .onItem()
                        .ifNotNull()
                        .transform(V4Entities::lead),
                Lead::id);
        this.contacts = new ById<>(
                access,
                priority,
                (account, ids) -> upstream.ask(
                                account,
                                priority,
                                (base, bearer) -> api.contacts(base, bearer, V4Parameters.contacts(ids)))
                        .map(answer -> contacts(account, answer)),
                (account, ids) -> legacy.contacts(account, ids, Set.of()),
                (account, id) -> upstream.askForOne(
                                account,
                                priority,
                                (base, bearer) -> api.contact(base, bearer, id, V4Parameters.oneContact()))
                        .onItem()
                        .ifNotNull()
                        .transform(V4Entities::contact),
                Contact::id);
    }

    @Override
    public Uni<List<Pipeline>> pipelines(AccountRef account) {
        return upstream.ask(account, priority, api::pipelines)
                .map(answer -> answer == null
                        ? List.of()
                        : Wire.list(embedded(account, answer.embedded()).pipelines()).stream()
                                .map(V4Entities::pipeline)
                                .sorted(Comparator.comparingInt(Pipeline::sort).thenComparing(Pipeline::id))
                                .toList());
    }

    @Override
    public Uni<Map<Long, Lead>> leads(AccountRef account, Set<Long> ids, Set<Detail> details) {
        return leads.read(account, ids);
    }

    @Override
    public Uni<Map<Long, Contact>> contacts(AccountRef account, Set<Long> ids, Set<Detail> details) {
        return contacts.read(account, ids);
    }

    @Override
    public Uni<Page<Lead>> leads(AccountRef account, LeadQuery query, Set<Detail> details) {
        if (!Scan.isNeeded(query)) {
            return new Pages(query.limit()).range(unfiltered(account, query), query.offset(), query.limit());
        }
        return access.canFilter(account, priority)
                .flatMap(filters -> filters ? filtered(account, query) : scanned(account, query));
    }

    @Override
    public Uni<AccountProfile> profile(AccountRef account) {
        return missing();
    }

    @Override
    public Uni<Map<Long, Company>> companies(AccountRef account, Set<Long> ids) {
        return missing();
    }

    @Override
    public Uni<Page<Contact>> contacts(AccountRef account, ContactQuery query, Set<Detail> details) {
        return missing();
    }

    private static <T> Uni<T> missing() {
        return Uni.createFrom().failure(new CrmException(CrmErrorCode.UNSUPPORTED, "not there yet"));
    }

    private Uni<Page<Lead>> filtered(AccountRef account, LeadQuery query) {
        Pages.Source filtered = (number, size) -> page(account, V4Parameters.filtered(query, number, size), size)
                .invoke(page -> {
                    if (!page.items().stream().allMatch(query::admits)) {
                        throw new FilterIgnored();
                    }
                });
        return new Pages(query.limit())
                .range(filtered, query.offset(), query.limit())
                .onFailure(FilterIgnored.class)
                .recoverWithUni(() -> access.filtersDoNotWork(account, priority).chain(() -> scanned(account, query)));
    }

    private Uni<Page<Lead>> scanned(AccountRef account, LeadQuery query) {
        return new Scan(
                        query,
                        unfiltered(account, query),
                        new CrmException(
                                CrmErrorCode.UNSUPPORTED,
                                "account " + account + " cannot filter leads, because amoCRM's option \"API filtering\""
                                        + " is off, and this part of the list is not complete within the first "
                                        + Scan.MOST_ROWS + " leads of its order; ask for leads nearer to the beginning"
                                        + " of the order, or without conditions"))
                .read();
    }

    private Pages.Source unfiltered(AccountRef account, LeadQuery query) {
        return (number, size) -> page(account, V4Parameters.unfiltered(query, number, size), size);
    }

    private Uni<Page<Lead>> page(AccountRef account, MultivaluedMap<String, String> parameters, int size) {
        return askLeads(account, parameters).map(answer -> {
            List<Lead> rows = leads(account, answer);
            // The link alone may lead to nothing, for amoCRM does not count (section 2.1).
            boolean hasNext = answer != null
                    && answer.links() != null
                    && answer.links().next() != null
                    && Wire.size(embedded(account, answer.embedded()).leads()) == size;
            return new Page<>(rows, hasNext);
        });
    }

    private Uni<V4Wire.Leads> askLeads(AccountRef account, MultivaluedMap<String, String> parameters) {
        return upstream.ask(account, priority, (base, bearer) -> api.leads(base, bearer, parameters));
    }

    private static List<Lead> leads(AccountRef account, V4Wire.@Nullable Leads answer) {
        return answer == null
                ? List.of()
                : Wire.list(embedded(account, answer.embedded()).leads()).stream()
                        .filter(body -> body.id() > 0)
                        .map(V4Entities::lead)
                        .toList();
    }

    private static List<Contact> contacts(AccountRef account, V4Wire.@Nullable Contacts answer) {
        return answer == null
                ? List.of()
                : Wire.list(embedded(account, answer.embedded()).contacts()).stream()
                        .filter(body -> body.id() > 0)
                        .map(V4Entities::contact)
                        .toList();
    }

    /** Nothing is said by 204: an answer without contents is something else than amoCRM's list. */
    private static <T> T embedded(AccountRef account, @Nullable T embedded) {
        if (embedded == null) {
            throw new CrmException(
                    CrmErrorCode.UPSTREAM_CONTRACT, "amoCRM's answer for account " + account + " is not a list");
        }
        return embedded;
    }

    /** Not a failure that anybody sees. */
    private static final class FilterIgnored extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FilterIgnored() {
            super("rows that were not asked for", null, false, false);
        }
    }
}
