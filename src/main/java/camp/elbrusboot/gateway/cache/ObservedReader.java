package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.AccountProfile;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Company;
import camp.elbrusboot.gateway.crm.Contact;
import camp.elbrusboot.gateway.crm.ContactQuery;
import camp.elbrusboot.gateway.crm.CrmReader;
import camp.elbrusboot.gateway.crm.Detail;
import camp.elbrusboot.gateway.crm.Freshness;
import camp.elbrusboot.gateway.crm.Lead;
import camp.elbrusboot.gateway.crm.LeadQuery;
import camp.elbrusboot.gateway.crm.Page;
import camp.elbrusboot.gateway.crm.Pipeline;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells one operation how old its answers are: crudely, as if everything had just been read. */
record ObservedReader(CrmReader behind, Freshness freshness, Clock clock) implements CrmReader {
    @Override
    public Uni<AccountProfile> profile(AccountRef account) {
        return told(behind.profile(account));
    }

    @Override
    public Uni<List<Pipeline>> pipelines(AccountRef account) {
        return told(behind.pipelines(account));
    }

    @Override
    public Uni<Map<Long, Lead>> leads(AccountRef account, Set<Long> ids, Set<Detail> details) {
        return told(behind.leads(account, ids, details));
    }

    @Override
    public Uni<Map<Long, Contact>> contacts(AccountRef account, Set<Long> ids, Set<Detail> details) {
        return told(behind.contacts(account, ids, details));
    }

    @Override
    public Uni<Map<Long, Company>> companies(AccountRef account, Set<Long> ids) {
        return told(behind.companies(account, ids));
    }

    @Override
    public Uni<Page<Lead>> leads(AccountRef account, LeadQuery query, Set<Detail> details) {
        return told(behind.leads(account, query, details));
    }

    @Override
    public Uni<Page<Contact>> contacts(AccountRef account, ContactQuery query, Set<Detail> details) {
        return told(behind.contacts(account, query, details));
    }

    private <T> Uni<T> told(Uni<T> answer) {
        return answer.invoke(() -> freshness.observed(clock.instant(), false, Duration.ZERO, Freshness.Source.AMOCRM));
    }
}
