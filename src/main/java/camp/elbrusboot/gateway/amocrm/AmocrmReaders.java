package camp.elbrusboot.gateway.amocrm;

import camp.elbrusboot.gateway.account.Accounts;
import camp.elbrusboot.gateway.amocrm.http.CallsConfig;
import camp.elbrusboot.gateway.amocrm.http.Deadline;
import camp.elbrusboot.gateway.amocrm.v2.V2Readers;
import camp.elbrusboot.gateway.amocrm.v4.V4Readers;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmReader;
import camp.elbrusboot.gateway.crm.Priority;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;

/** Readers of amoCRM that speak, to each account, the API version that its settings name. */
@ApplicationScoped
public class AmocrmReaders {
    private final Accounts accounts;
    private final V2Readers v2;
    private final V4Readers v4;
    private final Deadline deadline;

    AmocrmReaders(Accounts accounts, V2Readers v2, V4Readers v4, CallsConfig config, Vertx vertx) {
        this.accounts = accounts;
        this.v2 = v2;
        this.v4 = v4;
        this.deadline = new Deadline(config.deadline(), vertx);
    }

    /** Every call of this reader has the priority. */
    public CrmReader at(Priority priority) {
        return new VersionedReader(
                account -> accounts.connected(account).apiVersion(),
                v2.at(priority),
                v4.at(priority, v2.at(priority, v4.glossaries())),
                deadline);
    }

    /**
     * Finds out, once more if need be, what decides how the account is read: before the first reading, so that it costs
     * none of the calls of that, and after somebody has changed the account's options. Fails only where v2 does.
     */
    public Uni<Void> prepare(AccountRef account) {
        return switch (accounts.connected(account).apiVersion()) {
            case V2 -> v2.prepare(account);
            case V4 -> v4.prepare(account);
        };
    }
}
