package camp.elbrusboot.gateway.amocrm.v2;

import camp.elbrusboot.gateway.amocrm.http.Upstream;
import camp.elbrusboot.gateway.amocrm.wire.Glossaries;
import camp.elbrusboot.gateway.amocrm.wire.Glossary;
import camp.elbrusboot.gateway.amocrm.wire.Wire;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads over API v2, which tells all details unasked. */
final class V2Reader implements CrmReader {
    private final V2Api api;
    private final Upstream upstream;
    private final Glossaries glossaries;
    private final Clock clock;
    private final Priority priority;
    private final V2Rows<V2Wire.LeadBody, Lead> leads;
    private final V2Rows<V2Wire.ContactBody, Contact> contacts;
    private final V2Rows<V2Wire.CompanyBody, Company> companies;

    V2Reader(V2Api api, Upstream upstream, Glossaries glossaries, Clock clock, Priority priority) {
        this.api = api;
        this.upstream = upstream;
        this.glossaries = glossaries;
        this.clock = clock;
        this.priority = priority;
        this.leads = new V2Rows<>(
                upstream,
                priority,
                (base, bearer, since, parameters) -> api.leads(base, bearer, parameters),
                V2Parameters::leads,
                V2Entities::lead,
                Lead::id);
        this.contacts =
                new V2Rows<>(upstream, priority, api::contacts, V2Parameters::byId, V2Entities::contact, Contact::id);
        this.companies = new V2Rows<>(
                upstream,
                priority,
                (base, bearer, since, parameters) -> api.companies(base, bearer, parameters),
                V2Parameters::byId,
                (body, glossary) -> V2Entities.company(body),
                Company::id);
    }

    @Override
    public Uni<AccountProfile> profile(AccountRef account) {
        return upstream.ask(account, priority, (base, bearer) -> api.account(base, bearer, V2Parameters.none()))
                .map(answer -> profile(account, answer));
    }

    private static AccountProfile profile(AccountRef account, V2Wire.@Nullable Account answer) {
        if (answer == null || answer.name() == null) {
            throw V2Rows.notVersion2(account);
        }
        return new AccountProfile(answer.name(), answer.currency(), answer.timezone());
    }

    @Override
    public Uni<List<Pipeline>> pipelines(AccountRef account) {
        return upstream.ask(account, priority, api::pipelines)
                .map(answer -> answer == null
                        ? List.of()
                        : Wire.list(V2Rows.embedded(account, answer.embedded()).items()).stream()
                                .map(V2Entities::pipeline)
                                .sorted(Comparator.comparingInt(Pipeline::sort).thenComparing(Pipeline::id))
                                .toList());
    }

    @Override
    public Uni<Map<Long, Lead>> leads(AccountRef account, Set<Long> ids, Set<Detail> details) {
        return leads.byId(account, ids, glossaries.ofLeads(account, priority));
    }

    @Override
    public Uni<Map<Long, Contact>> contacts(AccountRef account, Set<Long> ids, Set<Detail> details) {
        return contacts.byId(account, ids, glossaries.ofContacts(account, priority));
    }

    @Override
    public Uni<Map<Long, Company>> companies(AccountRef account, Set<Long> ids) {
        return companies.byId(account, ids, Uni.createFrom().item(Glossary.EMPTY));
    }

    @Override
    public Uni<Page<Lead>> leads(AccountRef account, LeadQuery query, Set<Detail> details) {
        return glossaries
                .ofLeads(account, priority)
                .flatMap(glossary -> new V2LeadList(
                                account,
                                query,
                                clock,
                                (parameters, size) -> leads.page(account, parameters, null, size, glossary))
                        .read())
                .flatMap(page ->
                        query.text() == null ? Uni.createFrom().item(page) : whole(account, page, query, details));
    }

    /** What a text has found may lack its contacts (section 3.4): read once more by the ids. */
    private Uni<Page<Lead>> whole(AccountRef account, Page<Lead> hits, LeadQuery query, Set<Detail> details) {
        Set<Long> ids = hits.items().stream().map(Lead::id).collect(Collectors.toSet());
        return leads(account, ids, details)
                .map(found -> new Page<>(
                        hits.items().stream()
                                .map(hit -> Optional.ofNullable(found.get(hit.id()))
                                        .filter(query::admits)
                                        .orElse(hit))
                                .toList(),
                        hits.hasNext()));
    }

    @Override
    public Uni<Page<Contact>> contacts(AccountRef account, ContactQuery query, Set<Detail> details) {
        return glossaries.ofContacts(account, priority).flatMap(glossary -> new V2ContactList(
                        account,
                        query,
                        clock,
                        (since, offset, size) -> contacts.page(
                                account, V2Parameters.contacts(query, offset, size), since, size, glossary))
                .read());
    }
}
