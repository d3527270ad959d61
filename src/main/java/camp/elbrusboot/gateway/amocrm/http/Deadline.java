package camp.elbrusboot.gateway.amocrm.http;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;

/** The end of a reading of many calls: where amoCRM is slow for all of them, halves of halves would take minutes. */
public record Deadline(Duration limit, Vertx vertx) {
    /** Emitted on the caller's context. */
    public <T> Uni<T> of(AccountRef account, Uni<T> reading) {
        return Uni.createFrom().deferred(() -> {
            Context caller = vertx.getOrCreateContext();
            return reading.ifNoItem()
                    .after(limit)
                    .failWith(() -> new CrmException(
                            CrmErrorCode.UPSTREAM_TIMEOUT,
                            "amoCRM has not answered all calls of a reading in time for account " + account))
                    .emitOn(task -> caller.runOnContext(ignored -> task.run()));
        });
    }
}
