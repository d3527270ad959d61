package camp.elbrusboot.gateway.amocrm;

import camp.elbrusboot.gateway.amocrm.v4.V4Readers;
import camp.elbrusboot.gateway.crm.CrmReader;
import camp.elbrusboot.gateway.crm.Priority;
import jakarta.enterprise.context.ApplicationScoped;

/** Readers of amoCRM that speak, to each account, the API version that its settings name. */
@ApplicationScoped
public class AmocrmReaders {
    private final V4Readers v4;

    AmocrmReaders(V4Readers v4) {
        this.v4 = v4;
    }

    /** Every call of this reader has the priority. */
    public CrmReader at(Priority priority) {
        return v4.at(priority);
    }
}
