package camp.elbrusboot.gateway.sandbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What the account holds. Maps are ordered by id, which is the order of a list that asks for none (section 7, point 6). */
final class AccountData {
    /** Far above any run of moves; the oldest events go first, as with amoCRM's own retention. */
    private static final int MOST_EVENTS = 100_000;

    static final long LAST_OF_MANY = 40_000_000;

    private final Map<Long, Pipeline> pipelines = new LinkedHashMap<>();
    private final Map<Long, LossReason> lossReasons = new LinkedHashMap<>();
    private final NavigableMap<Long, Contact> contacts = new TreeMap<>();
    private final NavigableMap<Long, Company> companies = new TreeMap<>();
    private final NavigableMap<Long, Lead> leads = new ConcurrentSkipListMap<>();
    private final ConcurrentLinkedDeque<AccountEvent> newestEventsFirst = new ConcurrentLinkedDeque<>();
    private final AtomicInteger eventCount = new AtomicInteger();
    private final FieldDefinitions fields;
    private final List<Lead> leadsAtFirst;
    private final List<AccountEvent> eventsAtFirst;
    private final Map<Long, List<Long>> leadsOfContact = new HashMap<>();
    private final Map<Long, List<Long>> leadsOfCompany = new HashMap<>();
    private final Map<Long, List<Long>> contactsOfCompany = new HashMap<>();

    AccountData(AccountContent content) {
        fields = content.fields();
        content.pipelines().forEach(pipeline -> pipelines.put(pipeline.id(), pipeline));
        content.lossReasons().forEach(reason -> lossReasons.put(reason.id(), reason));
        content.companies().forEach(company -> companies.put(company.id(), company));
        content.contacts().forEach(contact -> contacts.put(contact.id(), contact));
        leadsAtFirst = content.leads();
        eventsAtFirst = content.newestEventsFirst();
        index();
        reset();
    }

    void reset() {
        leadsAtFirst.forEach(lead -> leads.put(lead.id(), lead));
        newestEventsFirst.clear();
        newestEventsFirst.addAll(eventsAtFirst);
        eventCount.set(eventsAtFirst.size());
    }

    FieldDefinitions fields() {
        return fields;
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
        return Optional.ofNullable(leads.get(id)).filter(lead -> !lead.deleted());
    }

    /** For accounts with more leads than can be kept: one that is not there looks like one of those that are. */
    Optional<Lead> oneOfMany(long id) {
        Lead kept = leads.get(id);
        if (kept != null || id < 1 || id > LAST_OF_MANY) {
            return lead(id);
        }
        return Optional.of(leadsAtFirst.get((int) (id % leadsAtFirst.size())).calledBy(id));
    }

    void put(Lead lead) {
        leads.put(lead.id(), lead);
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

    List<Long> leadsOfContact(long contactId) {
        return leadsOfContact.getOrDefault(contactId, List.of());
    }

    List<Long> leadsOfCompany(long companyId) {
        return leadsOfCompany.getOrDefault(companyId, List.of());
    }

    List<Long> contactsOfCompany(long companyId) {
        return contactsOfCompany.getOrDefault(companyId, List.of());
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

    private void index() {
        for (Lead lead : leadsAtFirst) {
            if (!lead.deleted()) {
                lead.contacts().forEach(link -> add(leadsOfContact, link.contactId(), lead.id()));
                lead.companies().forEach(company -> add(leadsOfCompany, company, lead.id()));
            }
        }
        for (Contact contact : contacts.values()) {
            contact.companies().forEach(company -> add(contactsOfCompany, company, contact.id()));
        }
    }

    private static void add(Map<Long, List<Long>> index, long key, long value) {
        index.computeIfAbsent(key, absent -> new ArrayList<>()).add(value);
    }
}
