package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.access.Caller;
import camp.elbrusboot.gateway.access.Role;
import camp.elbrusboot.gateway.crm.AccountProfile;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Company;
import camp.elbrusboot.gateway.crm.Contact;
import camp.elbrusboot.gateway.crm.ContactQuery;
import camp.elbrusboot.gateway.crm.CrmReader;
import camp.elbrusboot.gateway.crm.Lead;
import camp.elbrusboot.gateway.crm.LeadQuery;
import camp.elbrusboot.gateway.crm.Page;
import camp.elbrusboot.gateway.crm.Pipeline;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The account that a request means, with a reader of the request's priority and what its operation selects. What comes
 * out of here is for this caller's eyes: leads and pipelines that are not are left out, as if there were none.
 */
record Asked(AccountRef account, Caller caller, CrmReader reader, Selection selection) {
    Uni<AccountProfile> profile() {
        return reader.profile(account);
    }

    Uni<List<Pipeline>> pipelines() {
        return reader.pipelines(account).map(pipelines -> pipelines.stream()
                .filter(pipeline -> caller.maySeePipeline(pipeline.id()))
                .toList());
    }

    Uni<Map<Long, Lead>> leads(Set<Long> ids) {
        Uni<Map<Long, Lead>> found = reader.leads(account, ids, selection.ofLeads());
        return caller.pipelines().isEmpty()
                ? found
                : found.map(leads -> leads.values().stream()
                        .filter(this::shows)
                        .collect(Collectors.toMap(Lead::id, Function.identity())));
    }

    /** Whether the caller may see the lead. */
    boolean shows(Lead lead) {
        return caller.maySeePipeline(lead.pipelineId());
    }

    Uni<Map<Long, Contact>> contacts(Set<Long> ids) {
        return selection.contactData() || caller.may(Role.PII)
                ? reader.contacts(account, ids, selection.ofContacts())
                : Uni.createFrom().item(Privacy.unread(ids));
    }

    /** A list that the caller may see as a whole; what has left its pipelines meanwhile is still in it. */
    Uni<Page<Lead>> leads(LeadQuery query) {
        return reader.leads(account, query, selection.ofLeads());
    }

    Uni<Page<Contact>> contacts(ContactQuery query) {
        return reader.contacts(account, query, selection.ofContacts());
    }

    /** The same companies at the same places, with their names where those are selected: they can cost a call. */
    Uni<List<@Nullable Company>> named(List<@Nullable Company> companies) {
        Set<Long> nameless = companies.stream()
                .filter(Objects::nonNull)
                .filter(company -> company.name() == null)
                .map(Company::id)
                .collect(Collectors.toSet());
        if (nameless.isEmpty() || !selection.companyNames()) {
            return Uni.createFrom().item(companies);
        }
        return reader.companies(account, nameless).map(found -> {
            List<@Nullable Company> named = new ArrayList<>(companies.size());
            companies.forEach(company -> named.add(company == null ? null : found.getOrDefault(company.id(), company)));
            return named;
        });
    }
}
