package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.AccountProfile;
import camp.elbrusboot.gateway.crm.Company;
import camp.elbrusboot.gateway.crm.Contact;
import camp.elbrusboot.gateway.crm.ContactQuery;
import camp.elbrusboot.gateway.crm.Lead;
import camp.elbrusboot.gateway.crm.LeadQuery;
import camp.elbrusboot.gateway.crm.Pipeline;
import java.util.Collection;
import java.util.List;

/** One for each kind. */
record Lookups(
        Lookup<Long, AccountProfile> profile,
        Lookup<Long, List<Pipeline>> pipelines,
        Lookup<Long, Lead> leads,
        Lookup<Long, Contact> contacts,
        Lookup<Long, Company> companies,
        Lookup<LeadQuery, Listing<Lead>> leadLists,
        Lookup<ContactQuery, Listing<Contact>> contactLists) {

    /** Who asks from now on does not get anything that is on its way. */
    void forgetAll() {
        profile.forgetAll();
        pipelines.forgetAll();
        leads.forgetAll();
        contacts.forgetAll();
        companies.forgetAll();
        leadLists.forgetAll();
        contactLists.forgetAll();
    }

    /** Who asks from now on does not get what is on its way: of these entities, and of lists that may have them. */
    void forget(Evictions evictions) {
        Collection<String> keys = evictions.keys();
        leads.forget(keys);
        contacts.forget(keys);
        companies.forget(keys);
        if (evictions.leadLists()) {
            leadLists.forgetAll();
        }
        if (evictions.contactLists()) {
            contactLists.forgetAll();
        }
    }
}
