package camp.elbrusboot.gateway.eventlog;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.RecordedStageChange;
import camp.elbrusboot.gateway.database.UnitOfWork;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Appends to the log what no webhook has told. Failures are those of the database, as they come. */
@ApplicationScoped
public class MissedChanges {
    /** Records in one transaction: webhooks wait for the same lock, and amoCRM two seconds for them. */
    private static final int BATCH = 50;

    private final EventLog log;
    private final UnitOfWork unitOfWork;
    private final LogConfig config;
    private final Clock clock;

    MissedChanges(EventLog log, UnitOfWork unitOfWork, LogConfig config, Clock clock) {
        this.log = log;
        this.unitOfWork = unitOfWork;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Appends, in the order of the list, what the log does not have, as of {@code REPAIR}; the rest is tied to its rows. In
     * parts, of which those before a failure stay; doing it again adds nothing.
     *
     * @return how many were appended
     */
    public Uni<Integer> append(AccountRef account, List<RecordedStageChange> records) {
        List<List<RecordedStageChange>> parts = new ArrayList<>();
        for (int from = 0; from < records.size(); from += BATCH) {
            parts.add(records.subList(from, Math.min(from + BATCH, records.size())));
        }
        return Multi.createFrom()
                .iterable(parts)
                .onItem()
                .transformToUniAndConcatenate(part -> unknown(account, part).flatMap(rest -> part(account, rest)))
                .collect()
                .with(Collectors.summingInt(Integer::intValue));
    }

    /** Without the lock: windows overlap, so that most of what is read is known, and nobody has to wait for that. */
    private Uni<List<RecordedStageChange>> unknown(AccountRef account, List<RecordedStageChange> records) {
        List<String> events = records.stream().map(RecordedStageChange::eventId).toList();
        return unitOfWork
                .run(() -> log.find("accountId = ?1 and eventId in ?2", account.id(), events)
                        .list())
                .map(rows -> {
                    Set<String> known = rows.stream().map(row -> row.eventId).collect(Collectors.toSet());
                    return records.stream()
                            .filter(recorded -> !known.contains(recorded.eventId()))
                            .toList();
                });
    }

    private Uni<Integer> part(AccountRef account, List<RecordedStageChange> records) {
        if (records.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        return unitOfWork.run(() -> log.lock(account, config.patience())
                .flatMap(locked -> new Reconciliation(log, account, clock.instant()).newRows(records))
                .call(rows -> rows.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : log.add(rows).chain(() -> log.announce(account)))
                .map(List::size));
    }
}
