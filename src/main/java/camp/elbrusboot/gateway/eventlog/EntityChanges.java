package camp.elbrusboot.gateway.eventlog;

import camp.elbrusboot.gateway.crm.AccountRef;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;

/**
 * What deliveries touched. Written and deleted in bulk and read with the stage changes ({@link EventLog#after}), so there
 * is no entity for Hibernate. Every method runs within a transaction of its caller's.
 */
@ApplicationScoped
class EntityChanges {
    private static final String INSERT = """
            insert into entity_change (account_id, kind, entity_id, received_at)
            select ?1, touched.kind, touched.entity_id, ?4
            from unnest(cast(?2 as text[]), cast(?3 as bigint[])) as touched (kind, entity_id)
            """;

    /**
     * Rows that another replica is deleting are left to it. The newest of each account stays: the end of the log must not
     * come nearer, as caches compare it with how far they are.
     */
    private static final String DELETE = """
            delete from entity_change where id in (
              select id from entity_change old where received_at < ?1
                and id < (select max(id) from entity_change newest where newest.account_id = old.account_id)
              order by received_at limit ?2 for update skip locked)
            """;

    /** One statement, however many there are: deliveries may touch thousands, and amoCRM waits two seconds. */
    Uni<Integer> append(AccountRef account, Instant receivedAt, Collection<TouchedEntity> touched) {
        if (touched.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        String[] kinds = touched.stream().map(entity -> entity.kind().name()).toArray(String[]::new);
        Long[] ids = touched.stream().map(TouchedEntity::id).toArray(Long[]::new);
        return Panache.getSession().flatMap(session -> session.createNativeQuery(INSERT)
                .setParameter(1, account.id())
                .setParameter(2, kinds)
                .setParameter(3, ids)
                .setParameter(4, receivedAt.atOffset(ZoneOffset.UTC))
                .executeUpdate());
    }

    /** Deletes at most so many that were received before the moment. */
    Uni<Integer> forget(Instant before, int most) {
        return Panache.getSession().flatMap(session -> session.createNativeQuery(DELETE)
                .setParameter(1, before.atOffset(ZoneOffset.UTC))
                .setParameter(2, most)
                .executeUpdate());
    }
}
