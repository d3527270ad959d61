package camp.elbrusboot.gateway.amocrm.v4;

import camp.elbrusboot.gateway.amocrm.batch.Wanted;
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
    private final CrmReader legacy;
    private final Priority priority;
    private final V4Rows<V4Wire.LeadBody, Lead> leads;
    private final V4Rows<V4Wire.ContactBody, Contact> contacts;
    private final V4Rows<V4Wire.CompanyBody, Company> companies;

    /** @param legacy reads by ids where the filters of v4 are off */
    V4Reader(V4Api api, Upstream upstream, V4Access access, CrmReader legacy, Priority priority) {
        this.api = api;
        this.upstream = upstream;
        this.access = access;
        this.legacy = legacy;
        this.priority = priority;
        this.leads = new V4Rows<>(upstream, priority, api::leads, api::lead, V4Entities::lead);
        this.contacts = new V4Rows<>(upstream, priority, api::contacts, api::contact, V4Entities::contact);
        this.companies = new V4Rows<>(
                upstream, priority, api::companies, api::company, (body, details) -> V4Entities.company(body));
    }

    @Override
    public Uni<AccountProfile> profile(AccountRef account) {
        return upstream.ask(account, priority, (base, bearer) -> api.account(base, bearer, V4Parameters.profile()))
                .map(answer -> profile(account, answer));
    }

    private static AccountProfile profile(AccountRef account, V4Wire.@Nullable Account answer) {
        if (answer == null || answer.name() == null) {
            throw new CrmException(
                    CrmErrorCode.UPSTREAM_CONTRACT, "amoCRM's answer for account " + account + " is not an account");
        }
        V4Wire.TimeSettings time =
                answer.embedded() == null ? null : answer.embedded().time();
        return new AccountProfile(answer.name(), answer.currency(), time == null ? null : time.timezone());
    }

    @Override
    public Uni<List<Pipeline>> pipelines(AccountRef account) {
        return upstream.ask(account, priority, api::pipelines)
                .map(answer -> answer == null
                        ? List.of()
                        : Wire.list(V4Rows.embedded(account, answer.embedded()).pipelines()).stream()
                                .map(V4Entities::pipeline)
                                .sorted(Comparator.comparingInt(Pipeline::sort).thenComparing(Pipeline::id))
                                .toList());
    }

    @Override
    public Uni<Map<Long, Lead>> leads(AccountRef account, Set<Long> ids, Set<Detail> details) {
        return new ById<>(
                        access,
                        priority,
                        part -> leads.byId(account, part, details),
                        some -> legacy.leads(account, some, details),
                        id -> leads.single(account, id, details),
                        Lead::id)
                .read(account, ids);
    }

    @Override
    public Uni<Map<Long, Contact>> contacts(AccountRef account, Set<Long> ids, Set<Detail> details) {
        return new ById<>(
                        access,
                        priority,
                        part -> contacts.byId(account, part, details),
                        some -> legacy.contacts(account, some, details),
                        id -> contacts.single(account, id, details),
                        Contact::id)
                .read(account, ids);
    }

    @Override
    public Uni<Map<Long, Company>> companies(AccountRef account, Set<Long> ids) {
        return new ById<>(
                        access,
                        priority,
                        part -> companies.byId(account, part, Set.of()),
                        some -> legacy.companies(account, some),
                        id -> companies.single(account, id, Set.of()),
                        Company::id)
                .read(account, ids);
    }

    @Override
    public Uni<Page<Lead>> leads(AccountRef account, LeadQuery query, Set<Detail> details) {
        return new V4List<>(
                        access,
                        priority,
                        account,
                        Wanted.of(query),
                        (number, size) -> leads.page(
                                account, V4Parameters.unfiltered(query, details, number, size), details, size),
                        (number, size) ->
                                leads.page(account, V4Parameters.filtered(query, details, number, size), details, size))
                .read();
    }

    @Override
    public Uni<Page<Contact>> contacts(AccountRef account, ContactQuery query, Set<Detail> details) {
        return new V4List<>(
                        access,
                        priority,
                        account,
                        Wanted.of(query),
                        (number, size) -> contacts.page(
                                account, V4Parameters.unfiltered(query, details, number, size), details, size),
                        (number, size) -> contacts.page(
                                account, V4Parameters.filtered(query, details, number, size), details, size))
                .read();
    }
}
