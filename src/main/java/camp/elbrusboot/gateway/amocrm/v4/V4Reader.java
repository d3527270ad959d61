package camp.elbrusboot.gateway.amocrm.v4;

import camp.elbrusboot.gateway.amocrm.http.Upstream;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Contact;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.CrmReader;
import camp.elbrusboot.gateway.crm.Lead;
import camp.elbrusboot.gateway.crm.LeadPage;
import camp.elbrusboot.gateway.crm.LeadQuery;
import camp.elbrusboot.gateway.crm.Pipeline;
import camp.elbrusboot.gateway.crm.Priority;
import io.smallrye.mutiny.Uni;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads over API v4. Filters are a paid option that amoCRM ignores without a word where it is off, so every row that
 * comes back is held against what was asked.
 */
final class V4Reader implements CrmReader {
    private final V4Api api;
    private final Upstream upstream;
    private final Priority priority;
    private final ById<V4Wire.LeadBody, Lead> leads;
    private final ById<V4Wire.ContactBody, Contact> contacts;

    V4Reader(V4Api api, Upstream upstream, Priority priority) {
        this.api = api;
        this.upstream = upstream;
        this.priority = priority;
        this.leads = new ById<>(
                (account, ids) -> upstream.ask(
                                account, priority, (base, bearer) -> api.leads(base, bearer, V4Parameters.leads(ids)))
                        .map(V4Reader::rows),
                (account, id) -> upstream.askForOne(
                        account, priority, (base, bearer) -> api.lead(base, bearer, id, V4Parameters.oneLead())),
                V4Entities::lead,
                Lead::id);
        this.contacts = new ById<>(
                (account, ids) -> upstream.ask(
                                account,
                                priority,
                                (base, bearer) -> api.contacts(base, bearer, V4Parameters.contacts(ids)))
                        .map(answer -> answer == null || answer.embedded() == null
                                ? List.of()
                                : V4Entities.list(answer.embedded().contacts())),
                (account, id) -> upstream.askForOne(
                        account, priority, (base, bearer) -> api.contact(base, bearer, id, V4Parameters.oneContact())),
                V4Entities::contact,
                Contact::id);
    }

    @Override
    public Uni<List<Pipeline>> pipelines(AccountRef account) {
        return upstream.ask(account, priority, api::pipelines)
                .map(answer -> answer == null || answer.embedded() == null
                        ? List.of()
                        : V4Entities.list(answer.embedded().pipelines()).stream()
                                .map(V4Entities::pipeline)
                                .sorted(Comparator.comparingInt(Pipeline::sort).thenComparing(Pipeline::id))
                                .toList());
    }

    @Override
    public Uni<Map<Long, Lead>> leads(AccountRef account, Set<Long> ids) {
        return leads.read(account, ids);
    }

    @Override
    public Uni<Map<Long, Contact>> contacts(AccountRef account, Set<Long> ids) {
        return contacts.read(account, ids);
    }

    @Override
    public Uni<LeadPage> list(AccountRef account, LeadQuery query) {
        // amoCRM knows whole pages only: a part that begins within one is cut out of two.
        long page = query.offset() / query.limit() + 1;
        int skip = (int) (query.offset() % query.limit());
        return page(account, query, page).flatMap(first -> {
            List<Lead> kept = first.leads().stream().skip(skip).toList();
            if (skip == 0 || !first.hasNext()) {
                return Uni.createFrom().item(new LeadPage(kept, first.hasNext()));
            }
            return page(account, query, page + 1)
                    .map(second -> new LeadPage(
                            Stream.concat(kept.stream(), second.leads().stream().limit(skip))
                                    .toList(),
                            second.leads().size() > skip || second.hasNext()));
        });
    }

    private Uni<LeadPage> page(AccountRef account, LeadQuery query, long page) {
        return upstream.ask(
                        account, priority, (base, bearer) -> api.leads(base, bearer, V4Parameters.leads(query, page)))
                .map(answer -> {
                    List<Lead> rows =
                            rows(answer).stream().map(V4Entities::lead).toList();
                    if (!rows.stream().allMatch(query::admits)) {
                        throw new CrmException(
                                CrmErrorCode.UNSUPPORTED,
                                "account " + account
                                        + " cannot filter leads: amoCRM's option \"API filtering\" is off");
                    }
                    boolean hasNext = answer != null
                            && answer.links() != null
                            && answer.links().next() != null;
                    return new LeadPage(rows, hasNext && rows.size() == query.limit());
                });
    }

    private static List<V4Wire.LeadBody> rows(V4Wire.Leads answer) {
        return answer == null || answer.embedded() == null
                ? List.of()
                : V4Entities.list(answer.embedded().leads());
    }
}
