package camp.elbrusboot.gateway.eventlog;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmEvent;
import camp.elbrusboot.gateway.crm.EntityChange;
import camp.elbrusboot.gateway.crm.EntityKind;
import camp.elbrusboot.gateway.database.UnitOfWork;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepository;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The log of what webhooks told. Failures are those of the database, as they come. */
@ApplicationScoped
public class EventLog implements PanacheRepository<LoggedStageChange> {
    /** Kept apart from other users of advisory locks on the same database. */
    private static final String LOCK =
            "select 1 from (select pg_advisory_xact_lock(hashtextextended('gateway-log', ?1))) as held";

    /**
     * A lock that is not to be had in time must not keep the connection, too. And a replica that stands still with the lock,
     * because its process or its machine does, must not keep it from all others: PostgreSQL ends its transaction then.
     */
    private static final String LIMITS = "select set_config('lock_timeout', ?1, true)"
            + " || set_config('idle_in_transaction_session_timeout', ?1, true)";

    private static final String NUMBERS = "select nextval(cast(?1 as regclass)) from generate_series(1, ?2)";

    private static final String NOTIFY = "select 1 from (select pg_notify('" + Wakeups.CHANNEL + "', ?1)) as sent";

    /**
     * Both tables in one statement: two would see two states of the log, and what was committed between them, with a
     * position before one that was seen, would be skipped. Each arm is limited by itself so that it goes by its index.
     */
    private static final String AFTER = """
            select id, kind, entity_id, coalesce((select floor from log_epoch where account_id = ?1), 0) from (
              (select id, kind, entity_id from entity_change
                where account_id = ?1 and id > ?2 order by id limit ?3)
              union all
              (select id, cast(null as text), lead_id from stage_change
                where account_id = ?1 and id > ?2 order by id limit ?3)
            ) as both_tables order by id limit ?3
            """;

    private static final String END = """
            select greatest(0,
              (select max(id) from entity_change where account_id = ?1),
              (select max(id) from stage_change where account_id = ?1))
            """;

    private final UnitOfWork unitOfWork;
    private final EntityChanges entityChanges;
    private final Epochs epochs;

    EventLog(UnitOfWork unitOfWork, EntityChanges entityChanges, Epochs epochs) {
        this.unitOfWork = unitOfWork;
        this.entityChanges = entityChanges;
        this.epochs = epochs;
    }

    /**
     * Keeps the deliveries, and appends what they touched and those of their stage changes that the log does not have yet, in
     * their order, all or nothing. What a delivery touched comes first, so that caches have dropped it when subscribers hear of
     * the stage changes; and always, as a stage change that is known says nothing of the other fields.
     *
     * @param patience how long it may take; it may be done all the same when that has run out
     * @return how many stage changes were appended; emitted after the commit
     */
    Uni<Integer> append(AccountRef account, List<ReceivedDelivery> deliveries, Duration patience) {
        return unitOfWork.run(patience, () -> lock(account, patience)
                .chain(() -> keep(account, deliveries))
                .flatMap(kept -> append(account, deliveries, kept)));
    }

    /** What all of them touched goes before what any of them moved; each kind in a few statements, however many they are. */
    private Uni<Integer> append(AccountRef account, List<ReceivedDelivery> deliveries, List<Delivery> kept) {
        Set<TouchedEntity> touched = new LinkedHashSet<>();
        List<Deduplication.Report> reports = new ArrayList<>();
        for (int i = 0; i < kept.size(); i++) {
            ReceivedDelivery received = deliveries.get(i);
            touched.addAll(received.touched());
            for (ObservedStageChange change : received.stageChanges()) {
                reports.add(new Deduplication.Report(kept.get(i), change));
            }
        }
        Instant last = kept.get(kept.size() - 1).receivedAt;
        return entityChanges
                .append(account, last, touched)
                .chain(() -> new Deduplication(this, account).newRows(reports))
                .call(this::add)
                .call(rows -> rows.isEmpty() && touched.isEmpty() ? nothing() : announce(account))
                .map(List::size);
    }

    /** In the order of the list. Under the account's lock. */
    Uni<Void> add(List<LoggedStageChange> rows) {
        if (rows.isEmpty()) {
            return nothing();
        }
        return numbers("stage_change_id_seq", rows.size()).flatMap(numbers -> {
            for (int i = 0; i < rows.size(); i++) {
                rows.get(i).id = numbers.get(i);
            }
            return persist(rows);
        });
    }

    private static Uni<List<Long>> numbers(String sequence, int count) {
        return Panache.getSession().flatMap(session -> session.createNativeQuery(NUMBERS, Long.class)
                .setParameter(1, sequence)
                .setParameter(2, count)
                .getResultList());
    }

    /**
     * Some events.
     *
     * @param floor position up to which stage changes may have been deleted: from before it there may be a gap
     */
    public record Reading(List<CrmEvent> events, long floor) {}

    /** At most {@code limit} events after the position, of whatever kind, in order. */
    public Uni<Reading> after(AccountRef account, long position, int limit) {
        return unitOfWork.run(() -> Panache.getSession()
                .flatMap(session -> session.createNativeQuery(AFTER, Object[].class)
                        .setParameter(1, account.id())
                        .setParameter(2, position)
                        .setParameter(3, limit)
                        .getResultList())
                .flatMap(rows -> stageChanges(account, rows)
                        .map(changes -> new Reading(
                                rows.stream()
                                        .map(row -> event(account, row, changes))
                                        .toList(),
                                rows.isEmpty() ? 0 : (Long) rows.get(0)[3]))));
    }

    private Uni<Map<Long, CrmEvent>> stageChanges(AccountRef account, List<Object[]> rows) {
        List<Long> ids = rows.stream()
                .filter(row -> row[1] == null)
                .map(row -> (Long) row[0])
                .toList();
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return epochs.of(account).flatMap(epoch -> find("id in ?1", ids).list().map(found -> found.stream()
                .collect(Collectors.toMap(row -> row.id, row -> row.toEvent(epoch)))));
    }

    private static CrmEvent event(AccountRef account, Object[] row, Map<Long, CrmEvent> stageChanges) {
        Long position = (Long) row[0];
        return row[1] == null
                ? Objects.requireNonNull(stageChanges.get(position))
                : new EntityChange(account, position, EntityKind.valueOf((String) row[1]), (Long) row[2]);
    }

    /** The position of the newest event, 0 when there is none. */
    public Uni<Long> end(AccountRef account) {
        return unitOfWork.run(() -> Panache.getSession().flatMap(session -> session.createNativeQuery(END, Long.class)
                .setParameter(1, account.id())
                .getSingleResult()));
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }

    /**
     * Serialises the appends of one account, so that ids commit in the order in which they are given out.
     *
     * @param patience how long the lock may take to be had, and its holder between two statements
     */
    Uni<Void> lock(AccountRef account, Duration patience) {
        return Panache.getSession()
                .flatMap(session -> session.createNativeQuery(LIMITS, String.class)
                        .setParameter(1, Long.toString(patience.toMillis()))
                        .getSingleResult()
                        .flatMap(limited -> session.createNativeQuery(LOCK)
                                .setParameter(1, account.id())
                                .getSingleResult()))
                .replaceWithVoid();
    }

    private static Uni<List<Delivery>> keep(AccountRef account, List<ReceivedDelivery> deliveries) {
        return numbers("delivery_id_seq", deliveries.size()).flatMap(numbers -> {
            List<Delivery> kept = new ArrayList<>();
            for (ReceivedDelivery received : deliveries) {
                Delivery delivery = new Delivery();
                delivery.id = numbers.get(kept.size());
                delivery.accountId = account.id();
                delivery.receivedAt = received.receivedAt();
                delivery.requestId = received.requestId();
                delivery.contentType = received.contentType();
                delivery.body = received.body();
                delivery.unknownSections =
                        received.unknownSections().isEmpty() ? null : String.join(" ", received.unknownSections());
                kept.add(delivery);
            }
            return Panache.getSession()
                    .flatMap(session -> session.persistAll(kept.toArray()).call(session::flush))
                    .replaceWith(kept);
        });
    }

    /** Travels with the commit: who hears it finds the rows. */
    Uni<Void> announce(AccountRef account) {
        return Panache.getSession()
                .flatMap(session -> session.createNativeQuery(NOTIFY)
                        .setParameter(1, account.toString())
                        .getSingleResult())
                .replaceWithVoid();
    }
}
