package camp.elbrusboot.gateway.eventlog;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.StageChange;
import camp.elbrusboot.gateway.database.UnitOfWork;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepository;
import io.quarkus.panache.common.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** The log of stage changes. Failures are those of the database, as they come. */
@ApplicationScoped
public class EventLog implements PanacheRepository<LoggedStageChange> {
    /** Kept apart from other users of advisory locks on the same database. */
    private static final String LOCK =
            "select 1 from (select pg_advisory_xact_lock(hashtextextended('gateway-log', ?1))) as held";

    private static final String NOTIFY = "select 1 from (select pg_notify('" + Wakeups.CHANNEL + "', ?1)) as sent";

    private final UnitOfWork unitOfWork;

    private final Epochs epochs;

    EventLog(UnitOfWork unitOfWork, Epochs epochs) {
        this.unitOfWork = unitOfWork;
        this.epochs = epochs;
    }

    /**
     * Keeps the delivery and appends those of its stage changes that the log does not have yet, all or nothing.
     *
     * @return how many were appended; emitted after the commit
     */
    public Uni<Integer> append(AccountRef account, ReceivedDelivery received) {
        return unitOfWork.run(
                () -> lock(account).flatMap(locked -> keep(account, received)).flatMap(delivery -> new Deduplication(
                                this, delivery)
                        .newRows(received.stageChanges())
                        .flatMap(rows -> rows.isEmpty() ? Uni.createFrom().item(0) : append(account, rows))));
    }

    private Uni<Integer> append(AccountRef account, List<LoggedStageChange> rows) {
        return persist(rows).flatMap(persisted -> announce(account)).replaceWith(rows.size());
    }

    /** At most {@code limit} events after the position, in order. */
    public Uni<List<StageChange>> after(AccountRef account, long position, int limit) {
        return unitOfWork.run(() -> epochs.of(account).flatMap(epoch -> find(
                        "accountId = ?1 and id > ?2 order by id", account.id(), position)
                .page(Page.ofSize(limit))
                .list()
                .map(rows -> rows.stream().map(row -> row.toEvent(epoch)).toList())));
    }

    /** The position of the newest event, 0 when there is none. */
    public Uni<Long> end(AccountRef account) {
        return unitOfWork.run(() -> greatest("accountId = ?1", account.id()));
    }

    /** The position of the newest event received before the moment, 0 when there is none. */
    public Uni<Long> endBefore(AccountRef account, Instant moment) {
        return unitOfWork.run(() -> greatest("accountId = ?1 and receivedAt < ?2", account.id(), moment));
    }

    private Uni<Long> greatest(String where, Object... parameters) {
        return find(where + " order by id desc", parameters)
                .page(Page.ofSize(1))
                .firstResult()
                .map(row -> row == null ? 0L : row.id);
    }

    /** Serialises the appends of one account, so that ids commit in the order in which they are given out. */
    private Uni<Void> lock(AccountRef account) {
        return Panache.getSession()
                .flatMap(session -> session.createNativeQuery(LOCK)
                        .setParameter(1, account.id())
                        .getSingleResult())
                .replaceWithVoid();
    }

    private Uni<Delivery> keep(AccountRef account, ReceivedDelivery received) {
        Delivery delivery = new Delivery();
        delivery.accountId = account.id();
        delivery.receivedAt = received.receivedAt();
        delivery.requestId = received.requestId();
        delivery.contentType = received.contentType();
        delivery.body = received.body();
        delivery.unknownSections =
                received.unknownSections().isEmpty() ? null : String.join(" ", received.unknownSections());
        return Panache.getSession()
                .flatMap(session -> session.persist(delivery).call(session::flush))
                .replaceWith(delivery);
    }

    /** Travels with the commit: who hears it finds the rows. */
    private Uni<Void> announce(AccountRef account) {
        return Panache.getSession()
                .flatMap(session -> session.createNativeQuery(NOTIFY)
                        .setParameter(1, account.toString())
                        .getSingleResult())
                .replaceWithVoid();
    }
}
