package camp.elbrusboot.gateway.cache;

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
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Asks the reader behind it once for what many ask at the same time. */
final class CoalescingReader implements CrmReader {
    private final CrmReader behind;
    private final Vertx vertx;
    private final Coalescer<Lead> leads;
    private final Coalescer<Contact> contacts;
    private final Map<AccountRef, Uni<List<Pipeline>>> pipelines = new ConcurrentHashMap<>();
    private final Map<AccountRef, Uni<AccountProfile>> profiles = new ConcurrentHashMap<>();

    CoalescingReader(CrmReader behind, Vertx vertx) {
        this.behind = behind;
        this.vertx = vertx;
        this.leads = new Coalescer<>(vertx, behind::leads);
        this.contacts = new Coalescer<>(vertx, behind::contacts);
    }

    /** No event of the log changes a pipeline, so a reading that is under way may be joined. */
    @Override
    public Uni<List<Pipeline>> pipelines(AccountRef account) {
        return joined(pipelines, account, behind::pipelines);
    }

    @Override
    public Uni<AccountProfile> profile(AccountRef account) {
        return joined(profiles, account, behind::profile);
    }

    private <T> Uni<T> joined(Map<AccountRef, Uni<T>> underWay, AccountRef account, Function<AccountRef, Uni<T>> read) {
        return Uni.createFrom().deferred(() -> {
            Context caller = vertx.getOrCreateContext();
            return underWay.computeIfAbsent(account, a -> read.apply(a)
                            .onTermination()
                            .invoke(() -> underWay.remove(a))
                            .memoize()
                            .indefinitely())
                    .emitOn(task -> caller.runOnContext(ignored -> task.run()));
        });
    }

    @Override
    public Uni<Map<Long, Lead>> leads(AccountRef account, Set<Long> ids, Set<Detail> details) {
        return leads.load(account, ids, details);
    }

    @Override
    public Uni<Map<Long, Contact>> contacts(AccountRef account, Set<Long> ids, Set<Detail> details) {
        return contacts.load(account, ids, details);
    }

    @Override
    public Uni<Map<Long, Company>> companies(AccountRef account, Set<Long> ids) {
        return ids.isEmpty() ? Uni.createFrom().item(Map.of()) : behind.companies(account, ids);
    }

    @Override
    public Uni<Page<Contact>> contacts(AccountRef account, ContactQuery query, Set<Detail> details) {
        return behind.contacts(account, query, details);
    }

    @Override
    public Uni<Page<Lead>> leads(AccountRef account, LeadQuery query, Set<Detail> details) {
        return behind.leads(account, query, details);
    }
}
