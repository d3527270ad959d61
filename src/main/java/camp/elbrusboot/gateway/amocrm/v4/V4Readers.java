package camp.elbrusboot.gateway.amocrm.v4;

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

/** Readers over API v4, and what they have in common. */
@ApplicationScoped
public class V4Readers {
    private final V4Api api;
    private final Upstream upstream;
    private final V4Access access;
    private final Glossaries glossaries;

    V4Readers(@RestClient V4Api api, Upstream upstream, Strategies strategies, Clock clock, Vertx vertx) {
        this.api = api;
        this.upstream = upstream;
        V4Settings settings = new V4Settings(api, upstream, clock, vertx);
        this.access = new V4Access(settings, strategies, clock);
        this.glossaries = new V4Glossaries(api, upstream, settings, clock, vertx);
    }

    /** A reader whose calls have the priority; {@code legacy} reads by ids where the filters of v4 are off. */
    public CrmReader at(Priority priority, CrmReader legacy) {
        return new V4Reader(api, upstream, access, legacy, priority);
    }

    /** What v2 leaves out, for that reader. */
    public Glossaries glossaries() {
        return glossaries;
    }

    /** Finds out anew how the account can be read. */
    public Uni<Void> prepare(AccountRef account) {
        return access.readAnew(account);
    }
}
