package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Contact;
import camp.elbrusboot.gateway.crm.CrmReader;
import camp.elbrusboot.gateway.crm.Detail;
import camp.elbrusboot.gateway.crm.Lead;
import camp.elbrusboot.gateway.crm.LeadQuery;
import camp.elbrusboot.gateway.crm.Page;
import camp.elbrusboot.gateway.crm.Pipeline;
import io.smallrye.mutiny.Uni;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The account that a request means, with a reader of the request's priority. */
record Asked(AccountRef account, CrmReader reader) {
    private static final Set<Detail> OF_LEADS = EnumSet.of(Detail.LEAD_CONTACTS, Detail.LEAD_LOSS_REASON);
    private static final Set<Detail> OF_CONTACTS = EnumSet.of(Detail.CONTACT_LEADS);

    Uni<List<Pipeline>> pipelines() {
        return reader.pipelines(account);
    }

    Uni<Map<Long, Lead>> leads(Set<Long> ids) {
        return reader.leads(account, ids, OF_LEADS);
    }

    Uni<Map<Long, Contact>> contacts(Set<Long> ids) {
        return reader.contacts(account, ids, OF_CONTACTS);
    }

    Uni<Page<Lead>> list(LeadQuery query) {
        return reader.leads(account, query, OF_LEADS);
    }
}
