package camp.elbrusboot.gateway.eventlog;

import camp.elbrusboot.gateway.crm.AccountRef;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The epoch of each account's log; within a unit of work. */
@ApplicationScoped
class Epochs {
    /** 32 random bytes, without an extension of PostgreSQL. */
    private static final String BEGIN = "insert into log_epoch (account_id, epoch, cursor_key) values (?1, 1,"
            + " sha256(decode(replace(cast(gen_random_uuid() as text) || cast(gen_random_uuid() as text), '-', ''), 'hex')))"
            + " on conflict do nothing";

    Uni<LogEpoch> of(AccountRef account) {
        return Panache.getSession().flatMap(session -> session.find(LogEpoch.class, account.id())
                .onItem()
                .ifNull()
                .switchTo(() -> session.createNativeQuery(BEGIN)
                        .setParameter(1, account.id())
                        .executeUpdate()
                        .flatMap(inserted -> session.find(LogEpoch.class, account.id()))));
    }
}
