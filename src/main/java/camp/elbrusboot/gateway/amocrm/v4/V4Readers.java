package camp.elbrusboot.gateway.amocrm.v4;

import camp.elbrusboot.gateway.amocrm.http.Upstream;
import camp.elbrusboot.gateway.crm.CrmReader;
import camp.elbrusboot.gateway.crm.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Readers over API v4. */
@ApplicationScoped
public class V4Readers {
    private final V4Api api;
    private final Upstream upstream;

    V4Readers(@RestClient V4Api api, Upstream upstream) {
        this.api = api;
        this.upstream = upstream;
    }

    public CrmReader at(Priority priority) {
        return new V4Reader(api, upstream, priority);
    }
}
