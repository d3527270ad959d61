package camp.elbrusboot.gateway.amocrm.v2;

import camp.elbrusboot.gateway.amocrm.batch.Parts;
import camp.elbrusboot.gateway.amocrm.http.Upstream;
import camp.elbrusboot.gateway.amocrm.wire.Glossaries;
import camp.elbrusboot.gateway.amocrm.wire.Glossary;
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
import java.time.Clock;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads over API v2. */
final class V2Reader implements CrmReader {
    private final V2Api api;
    private final Upstream upstream;
    private final Glossaries glossaries;
    private final Clock clock;
    private final Priority priority;

    V2Reader(V2Api api, Upstream upstream, Glossaries glossaries, Clock clock, Priority priority) {
        this.api = api;
        this.upstream = upstream;
        this.glossaries = glossaries;
        this.clock = clock;
        this.priority = priority;
    }

    @Override
    public Uni<List<Pipeline>> pipelines(AccountRef account) {
        return upstream.ask(account, priority, api::pipelines)
                .map(answer -> answer == null
                        ? List.of()
                        : Wire.list(embedded(account, answer.embedded()).items()).stream()
                                .map(V2Entities::pipeline)
                                .sorted(Comparator.comparingInt(Pipeline::sort).thenComparing(Pipeline::id))
                                .toList());
    }

    @Override
    public Uni<Map<Long, Lead>> leads(AccountRef account, Set<Long> ids, Set<Detail> details) {
        return ids.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : glossaries
                        .ofLeads(account, priority)
                        .flatMap(glossary -> Parts.read(ids, part -> askLeads(account, V2Parameters.leads(part))
                                .map(answer -> byId(account, part, leads(account, answer, glossary), Lead::id))));
    }

    @Override
    public Uni<Map<Long, Contact>> contacts(AccountRef account, Set<Long> ids, Set<Detail> details) {
        return ids.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : glossaries
                        .ofContacts(account, priority)
                        .flatMap(glossary -> Parts.read(ids, part -> upstream.ask(
                                        account,
                                        priority,
                                        (base, bearer) -> api.contacts(base, bearer, V2Parameters.contacts(part)))
                                .map(answer -> byId(account, part, contacts(account, answer, glossary), Contact::id))));
    }

    @Override
    public Uni<Page<Lead>> leads(AccountRef account, LeadQuery query, Set<Detail> details) {
        return glossaries
                .ofLeads(account, priority)
                .flatMap(glossary -> new V2List(
                                account, query, clock, (parameters, size) -> askLeads(account, parameters)
                                        .map(answer -> page(account, answer, size, glossary)))
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

    private Page<Lead> page(AccountRef account, V2Wire.@Nullable Leads answer, int size, Glossary glossary) {
        int sent = answer == null
                ? 0
                : Wire.size(embedded(account, answer.embedded()).items());
        return new Page<>(leads(account, answer, glossary), sent >= size);
    }

    private Uni<V2Wire.Leads> askLeads(AccountRef account, MultivaluedMap<String, String> parameters) {
        return upstream.ask(account, priority, (base, bearer) -> api.leads(base, bearer, parameters));
    }

    private static List<Lead> leads(AccountRef account, V2Wire.@Nullable Leads answer, Glossary glossary) {
        return answer == null
                ? List.of()
                : Wire.list(embedded(account, answer.embedded()).items()).stream()
                        .filter(body -> body.id() > 0)
                        .map(body -> V2Entities.lead(body, glossary))
                        .toList();
    }

    private static List<Contact> contacts(AccountRef account, V2Wire.@Nullable Contacts answer, Glossary glossary) {
        return answer == null
                ? List.of()
                : Wire.list(embedded(account, answer.embedded()).items()).stream()
                        .filter(body -> body.id() > 0)
                        .map(body -> V2Entities.contact(body, glossary))
                        .toList();
    }

    /** Ids are the one condition that every v2 keeps to; where one does not, what is missing would look absent. */
    private static <T> Map<Long, T> byId(AccountRef account, List<Long> ids, List<T> rows, Function<T, Long> id) {
        Map<Long, T> found = rows.stream().collect(Collectors.toMap(id, Function.identity(), (first, second) -> first));
        if (found.keySet().retainAll(new HashSet<>(ids))) {
            throw notVersion2(account);
        }
        return found;
    }

    private static <T> T embedded(AccountRef account, @Nullable T embedded) {
        if (embedded == null) {
            throw notVersion2(account);
        }
        return embedded;
    }

    private static CrmException notVersion2(AccountRef account) {
        return new CrmException(
                CrmErrorCode.UPSTREAM_CONTRACT, "amoCRM's answer for account " + account + " is not one of API v2");
    }
}
