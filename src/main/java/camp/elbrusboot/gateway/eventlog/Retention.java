package camp.elbrusboot.gateway.eventlog;

import camp.elbrusboot.gateway.crm.AccountRef;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/**
 * How far back the log goes. Its oldest stage changes are deleted by age and by number, and with them, in the same
 * transaction, the floor rises: a reader that would go on from below it has missed something and is told so. Every method
 * runs within a transaction of its caller's.
 */
@ApplicationScoped
class Retention {
    private static final String ACCOUNTS = "select account_id from log_epoch order by account_id";

    /** One replica at a time for each account; the others have nothing to do there. */
    private static final String LOCK = "select floor from log_epoch where account_id = ?1 for update skip locked";

    /**
     * Up to where nothing is kept. The newest stays whatever its age: the end of the log must not come nearer, as caches
     * compare it with how far they are.
     */
    private static final String BOUNDARY = """
            with newest as (select max(id) as id from stage_change where account_id = ?1)
            select coalesce(least((select id from newest) - 1, greatest(
              (select coalesce(min(id), (select id from newest)) - 1 from stage_change
                where account_id = ?1 and received_at >= ?2),
              coalesce((select id from stage_change where account_id = ?1 order by id desc offset ?3 limit 1), 0))), 0)
            """;

    /** The oldest ones first, so that what is kept has no gap. */
    private static final String DELETE = """
            with gone as (
              delete from stage_change where id in (
                select id from stage_change where account_id = ?1 and id <= ?2 order by id limit ?3)
              returning id)
            select count(*), coalesce(max(id), 0) from gone
            """;

    private static final String RAISE = "update log_epoch set floor = greatest(floor, ?2) where account_id = ?1";

    private static final String FLOOR = "select floor from log_epoch where account_id = ?1";

    /** Rows that another replica is deleting are left to it. */
    private static final String DELETE_DELIVERIES = """
            delete from delivery where id in (
              select id from delivery where received_at < ?1 order by received_at limit ?2 for update skip locked)
            """;

    /** Those that have a log. */
    Uni<List<Long>> accounts() {
        return Panache.getSession().flatMap(session -> session.createNativeQuery(ACCOUNTS, Long.class)
                .getResultList());
    }

    /** Position up to which stage changes were received before the moment, or are not among the newest; 0 for none. */
    Uni<Long> boundary(long account, Instant before, long newest) {
        return Panache.getSession().flatMap(session -> session.createNativeQuery(BOUNDARY, Long.class)
                .setParameter(1, account)
                .setParameter(2, before.atOffset(ZoneOffset.UTC))
                .setParameter(3, newest)
                .getSingleResult());
    }

    /** Deletes at most so many of the account, up to the position. Emits how many; 0 when another replica is at it. */
    Uni<Integer> forget(long account, long upTo, int most) {
        return Panache.getSession().flatMap(session -> session.createNativeQuery(LOCK, Long.class)
                .setParameter(1, account)
                .getSingleResultOrNull()
                .flatMap(floor -> floor == null
                        ? Uni.createFrom().item(0)
                        : session.createNativeQuery(DELETE, Object[].class)
                                .setParameter(1, account)
                                .setParameter(2, upTo)
                                .setParameter(3, most)
                                .getSingleResult()
                                .flatMap(gone ->
                                        raise(account, (Long) gone[1]).replaceWith(((Long) gone[0]).intValue()))));
    }

    private Uni<Void> raise(long account, long floor) {
        return floor == 0
                ? Uni.createFrom().voidItem()
                : Panache.getSession()
                        .flatMap(session -> session.createNativeQuery(RAISE)
                                .setParameter(1, account)
                                .setParameter(2, floor)
                                .executeUpdate())
                        .replaceWithVoid();
    }

    /** Deletes at most so many deliveries, of whichever account, that were received before the moment. */
    Uni<Integer> forgetDeliveries(Instant before, int most) {
        return Panache.getSession().flatMap(session -> session.createNativeQuery(DELETE_DELIVERIES)
                .setParameter(1, before.atOffset(ZoneOffset.UTC))
                .setParameter(2, most)
                .executeUpdate());
    }

    /**
     * Fails as CURSOR_EXPIRED when something after the position may be gone. To be asked after what follows was read, or a
     * deletion in between would go unnoticed.
     */
    Uni<Void> check(AccountRef account, long position) {
        return Panache.getSession()
                .flatMap(session -> session.createNativeQuery(FLOOR, Long.class)
                        .setParameter(1, account.id())
                        .getSingleResultOrNull())
                .invoke(floor -> {
                    if (floor != null && position < floor) {
                        throw LogCursors.expired();
                    }
                })
                .replaceWithVoid();
    }
}
