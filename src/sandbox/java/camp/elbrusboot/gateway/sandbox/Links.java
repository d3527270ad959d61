package camp.elbrusboot.gateway.sandbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who is linked to whom, from the side that does not say so itself. Deleted entities are among them. */
record Links(
        Map<Long, List<Long>> leadsOfContact,
        Map<Long, List<Long>> leadsOfCompany,
        Map<Long, List<Long>> contactsOfCompany) {

    static Links of(Collection<Lead> leads, Collection<Contact> contacts) {
        Links links = new Links(new HashMap<>(), new HashMap<>(), new HashMap<>());
        for (Lead lead : leads) {
            lead.contacts().forEach(link -> add(links.leadsOfContact, link.contactId(), lead.id()));
            lead.companies().forEach(company -> add(links.leadsOfCompany, company, lead.id()));
        }
        for (Contact contact : contacts) {
            contact.companies().forEach(company -> add(links.contactsOfCompany, company, contact.id()));
        }
        return links;
    }

    private static void add(Map<Long, List<Long>> index, long key, long value) {
        index.computeIfAbsent(key, absent -> new ArrayList<>()).add(value);
    }
}
