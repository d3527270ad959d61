package camp.elbrusboot.gateway.amocrm;

import camp.elbrusboot.gateway.account.ApiVersion;
import camp.elbrusboot.gateway.amocrm.http.Deadline;
import camp.elbrusboot.gateway.crm.AccountProfile;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Company;
import camp.elbrusboot.gateway.crm.Contact;
import camp.elbrusboot.gateway.crm.ContactQuery;
import camp.elbrusboot.gateway.crm.CrmReader;
import camp.elbrusboot.gateway.crm.Detail;
import camp.elbrusboot.gateway.crm.Lead;
import camp.elbrusboot.gateway.crm.LeadQuery;
import camp.elbrusboot.gateway.crm.Page;
import camp.elbrusboot.gateway.crm.Pipeline;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Passes each reading on to the reader of the account's API version. */
record VersionedReader(Function<AccountRef, ApiVersion> version, CrmReader v2, CrmReader v4, Deadline deadline)
        implements CrmReader {
    @Override
    public Uni<AccountProfile> profile(AccountRef account) {
        return deadline.of(account, of(account).profile(account));
    }

    @Override
    public Uni<List<Pipeline>> pipelines(AccountRef account) {
        return deadline.of(account, of(account).pipelines(account));
    }

    @Override
    public Uni<Map<Long, Lead>> leads(AccountRef account, Set<Long> ids, Set<Detail> details) {
        return deadline.of(account, of(account).leads(account, ids, details));
    }

    @Override
    public Uni<Map<Long, Contact>> contacts(AccountRef account, Set<Long> ids, Set<Detail> details) {
        return deadline.of(account, of(account).contacts(account, ids, details));
    }

    @Override
    public Uni<Map<Long, Company>> companies(AccountRef account, Set<Long> ids) {
        return deadline.of(account, of(account).companies(account, ids));
    }

    @Override
    public Uni<Page<Lead>> leads(AccountRef account, LeadQuery query, Set<Detail> details) {
        return deadline.of(account, of(account).leads(account, query, details));
    }

    @Override
    public Uni<Page<Contact>> contacts(AccountRef account, ContactQuery query, Set<Detail> details) {
        return deadline.of(account, of(account).contacts(account, query, details));
    }

    private CrmReader of(AccountRef account) {
        return switch (version.apply(account)) {
            case V2 -> v2;
            case V4 -> v4;
        };
    }
}
