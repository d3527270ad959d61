package camp.elbrusboot.gateway.amocrm.v2;

import camp.elbrusboot.gateway.amocrm.http.Strategies;
import camp.elbrusboot.gateway.amocrm.http.Upstream;
import camp.elbrusboot.gateway.amocrm.wire.Glossaries;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmReader;
import camp.elbrusboot.gateway.crm.Priority;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Readers over API v2. */
@ApplicationScoped
public class V2Readers {
    private final V2Api api;
    private final Upstream upstream;
    private final Clock clock;
    private final V2Glossaries own;

    V2Readers(@RestClient V2Api api, Upstream upstream, Strategies strategies, Clock clock, Vertx vertx) {
        this.api = api;
        this.upstream = upstream;
        this.clock = clock;
        this.own = new V2Glossaries(api, upstream, strategies, clock, vertx);
    }

    /** For accounts that v2 alone serves. */
    public CrmReader at(Priority priority) {
        return at(priority, own);
    }

    /** For accounts that something else says more about. */
    public CrmReader at(Priority priority, Glossaries glossaries) {
        return new V2Reader(api, upstream, glossaries, clock, priority);
    }

    public Uni<Void> prepare(AccountRef account) {
        return own.readAnew(account);
    }
}
