package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Contact;
import camp.elbrusboot.gateway.crm.CrmReader;
import camp.elbrusboot.gateway.crm.Lead;
import camp.elbrusboot.gateway.crm.LeadPage;
import camp.elbrusboot.gateway.crm.LeadQuery;
import camp.elbrusboot.gateway.crm.Pipeline;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The account that a request means, with a reader of the request's priority. */
record Asked(AccountRef account, CrmReader reader) {
    Uni<List<Pipeline>> pipelines() {
        return reader.pipelines(account);
    }

    Uni<Map<Long, Lead>> leads(Set<Long> ids) {
        return reader.leads(account, ids);
    }

    Uni<Map<Long, Contact>> contacts(Set<Long> ids) {
        return reader.contacts(account, ids);
    }

    Uni<LeadPage> list(LeadQuery query) {
        return reader.list(account, query);
    }
}
