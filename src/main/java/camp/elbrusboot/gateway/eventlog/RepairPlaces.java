package camp.elbrusboot.gateway.eventlog;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.WebhookState;
import camp.elbrusboot.gateway.database.UnitOfWork;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Who repairs which account, and how far it has come. A lease and not a lock: nothing is held while amoCRM is asked, and
 * whoever is killed is replaced when it runs out. Counted by PostgreSQL's clock, as those of replicas differ. Two at once,
 * after a pause longer than the lease, cost calls and do no harm, as appending twice adds nothing.
 */
@ApplicationScoped
public class RepairPlaces implements PanacheRepositoryBase<RepairRow, Long> {
    private static final String HOLD = """
            insert into repair (account_id, holder, held_until, next_from, seen_until)
            values (?1, ?2, now() + ?3 * interval '1 second', ?4, ?4)
            on conflict (account_id) do update set holder = excluded.holder, held_until = excluded.held_until
              where repair.holder = excluded.holder or repair.held_until < now()
            """;

    private static final String ASK = """
            update repair set webhook_asked_at = now() where account_id = ?1 and holder = ?2
              and (webhook_asked_at is null or webhook_asked_at < now() - ?3 * interval '1 second')
            """;

    private final UnitOfWork unitOfWork;

    RepairPlaces(UnitOfWork unitOfWork) {
        this.unitOfWork = unitOfWork;
    }

    /**
     * Takes or renews the lease. An account that was never repaired begins at the moment.
     *
     * @return where to go on; empty while another replica has the lease
     */
    public Uni<Optional<RepairProgress>> hold(AccountRef account, String holder, Duration lease, Instant start) {
        return unitOfWork.run(() -> Panache.getSession()
                .flatMap(session -> session.createNativeQuery(HOLD)
                        .setParameter(1, account.id())
                        .setParameter(2, holder)
                        .setParameter(3, seconds(lease))
                        .setParameter(4, start.atOffset(ZoneOffset.UTC))
                        .executeUpdate())
                .flatMap(held -> held == 0
                        ? Uni.createFrom().item(Optional.<RepairProgress>empty())
                        : findById(account.id()).map(row -> Optional.of(row.progress()))));
    }

    /** Notes how far it has come; false, and nothing is noted, for who does not hold the lease any more. */
    public Uni<Boolean> note(AccountRef account, String holder, RepairProgress progress) {
        return unitOfWork
                .run(() -> update(
                        "nextFrom = ?1, seenUntil = ?2, openUntil = ?3, nextPage = ?4 where accountId = ?5 and holder = ?6",
                        progress.nextFrom(),
                        progress.seenUntil(),
                        progress.openUntil(),
                        progress.nextPage(),
                        account.id(),
                        holder))
                .map(rows -> rows == 1);
    }

    /** Whether the holder is to look after the webhook now; once in each interval, whoever holds the lease. */
    public Uni<Boolean> askForWebhook(AccountRef account, String holder, Duration interval) {
        return unitOfWork
                .run(() -> Panache.getSession().flatMap(session -> session.createNativeQuery(ASK)
                        .setParameter(1, account.id())
                        .setParameter(2, holder)
                        .setParameter(3, seconds(interval))
                        .executeUpdate()))
                .map(rows -> rows == 1);
    }

    /** What the holder has found out. */
    public Uni<Void> noteWebhook(AccountRef account, String holder, WebhookState state) {
        return unitOfWork
                .run(() -> update("webhook = ?1 where accountId = ?2 and holder = ?3", state, account.id(), holder))
                .replaceWithVoid();
    }

    /** Of every account that was ever repaired. */
    public Uni<List<RepairStanding>> standings() {
        return unitOfWork
                .run(() -> listAll())
                .map(rows -> rows.stream().map(RepairRow::standing).toList());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
