package camp.elbrusboot.gateway.sandbox;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** What the account holds. Maps are ordered by id, which is the order of a list that asks for none (section 7, point 6). */
final class AccountData {
    /** Far above any run of moves; the oldest events go first, as with amoCRM's own retention. */
    private static final int MOST_EVENTS = 100_000;

    static final long LAST_OF_MANY = 40_000_000;

    private final AccountContent atFirst;
    private final Map<Long, Pipeline> pipelines = new LinkedHashMap<>();
    private final Map<Long, LossReason> lossReasons = new LinkedHashMap<>();
    private final NavigableMap<Long, Contact> contacts = new ConcurrentSkipListMap<>();
    private final NavigableMap<Long, Company> companies = new ConcurrentSkipListMap<>();
    private final Map<Long, Party> deletedParties = new ConcurrentHashMap<>();
    private final NavigableMap<Long, Lead> leads = new ConcurrentSkipListMap<>();
    private final ConcurrentLinkedDeque<AccountEvent> newestEventsFirst = new ConcurrentLinkedDeque<>();
    private final AtomicInteger eventCount = new AtomicInteger();
    private volatile Links links;

    AccountData(AccountContent content) {
        atFirst = content;
        content.pipelines().forEach(pipeline -> pipelines.put(pipeline.id(), pipeline));
        content.lossReasons().forEach(reason -> lossReasons.put(reason.id(), reason));
        links = Links.of(content.leads(), content.contacts());
        reset();
    }

    /** Nothing is missing for a moment that was there at first, and is there again. */
    void reset() {
        atFirst.companies().forEach(company -> companies.put(company.id(), company));
        atFirst.contacts().forEach(contact -> contacts.put(contact.id(), contact));
        atFirst.leads().forEach(lead -> leads.put(lead.id(), lead));
        leads.keySet().retainAll(atFirst.leads().stream().map(Lead::id).collect(Collectors.toSet()));
        deletedParties.clear();
        links = Links.of(atFirst.leads(), atFirst.contacts());
        newestEventsFirst.clear();
        newestEventsFirst.addAll(atFirst.newestEventsFirst());
        eventCount.set(atFirst.newestEventsFirst().size());
    }

    FieldDefinitions fields() {
        return atFirst.fields();
    }

    Collection<Pipeline> pipelines() {
        return Collections.unmodifiableCollection(pipelines.values());
    }

    Optional<Pipeline> pipeline(long id) {
        return Optional.ofNullable(pipelines.get(id));
    }

    Collection<LossReason> lossReasons() {
        return Collections.unmodifiableCollection(lossReasons.values());
    }

    Optional<LossReason> lossReason(long id) {
        return Optional.ofNullable(lossReasons.get(id));
    }

    /** Deleted leads are listed apart from the others (section 2.3, {@code with=only_deleted}). */
    List<Lead> leads(boolean deleted) {
        return leads.values().stream().filter(lead -> lead.deleted() == deleted).toList();
    }

    Optional<Lead> lead(long id) {
        return leadOrDeleted(id).filter(lead -> !lead.deleted());
    }

    Optional<Lead> leadOrDeleted(long id) {
        return Optional.ofNullable(leads.get(id));
    }

    long nextLeadId() {
        return leads.lastKey() + 1;
    }

    /** For accounts with more leads than can be kept: one that is not there looks like one of those that are. */
    Optional<Lead> oneOfMany(long id) {
        Lead kept = leads.get(id);
        if (kept != null || id < 1 || id > LAST_OF_MANY) {
            return lead(id);
        }
        return Optional.of(
                atFirst.leads().get((int) (id % atFirst.leads().size())).calledBy(id));
    }

    void put(Lead lead) {
        if (leads.put(lead.id(), lead) == null) {
            links = Links.of(leads.values(), atFirst.contacts());
        }
    }

    Collection<Contact> contacts() {
        return Collections.unmodifiableCollection(contacts.values());
    }

    Optional<Contact> contact(long id) {
        return Optional.ofNullable(contacts.get(id));
    }

    Collection<Company> companies() {
        return Collections.unmodifiableCollection(companies.values());
    }

    Optional<Company> company(long id) {
        return Optional.ofNullable(companies.get(id));
    }

    Optional<? extends Party> party(Party.Kind kind, long id) {
        return switch (kind) {
            case CONTACT -> contact(id);
            case COMPANY -> company(id);
        };
    }

    Optional<Party> deletedParty(Party.Kind kind, long id) {
        return Optional.ofNullable(deletedParties.get(id)).filter(party -> party.kind() == kind);
    }

    void put(Party party) {
        if (party instanceof Contact contact) {
            contacts.put(contact.id(), contact);
        } else if (party instanceof Company company) {
            companies.put(company.id(), company);
        }
        deletedParties.remove(party.id());
    }

    void delete(Party party) {
        deletedParties.put(party.id(), party);
        contacts.remove(party.id());
        companies.remove(party.id());
    }

    List<Long> leadsOf(Party party) {
        return party.kind() == Party.Kind.CONTACT ? leadsOfContact(party.id()) : leadsOfCompany(party.id());
    }

    List<Long> leadsOfContact(long contactId) {
        return living(links.leadsOfContact().getOrDefault(contactId, List.of()));
    }

    List<Long> leadsOfCompany(long companyId) {
        return living(links.leadsOfCompany().getOrDefault(companyId, List.of()));
    }

    List<Long> contactsOfCompany(long companyId) {
        return links.contactsOfCompany().getOrDefault(companyId, List.of()).stream()
                .filter(contacts::containsKey)
                .toList();
    }

    private List<Long> living(List<Long> leadIds) {
        return leadIds.stream().filter(id -> lead(id).isPresent()).toList();
    }

    Collection<AccountEvent> newestEventsFirst() {
        return Collections.unmodifiableCollection(newestEventsFirst);
    }

    void append(AccountEvent event) {
        newestEventsFirst.addFirst(event);
        if (eventCount.incrementAndGet() > MOST_EVENTS) {
            newestEventsFirst.pollLast();
            eventCount.decrementAndGet();
        }
    }
}
