package camp.elbrusboot.gateway.eventlog;

import camp.elbrusboot.gateway.crm.AccountRef;
import io.quarkus.panache.common.Parameters;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what deliveries report for the first time. Runs under the account's lock, so what it reads stays true until
 * the commit.
 *
 * <p>With amoCRM's time a change is known by lead, step and time, whatever section of the hook it came in. Without it a
 * report is a repetition when the lead's latest logged step is that very step: between two equal steps there must be
 * another one. See docs/decisions/0003-stage-change-identity.md; and 0014-repair.md for rows that were made of amoCRM's
 * own records before their webhook came.
 */
final class Deduplication {
    private final EventLog log;
    private final AccountRef account;
    private final Map<String, LoggedStageChange> known = new HashMap<>();
    private final List<LoggedStageChange> recorded = new ArrayList<>();
    private final Map<Long, LoggedStageChange> latest = new HashMap<>();
    private final List<LoggedStageChange> fresh = new ArrayList<>();

    Deduplication(EventLog log, AccountRef account) {
        this.log = log;
        this.account = account;
    }

    /** A stage change as a delivery tells of it. */
    record Report(Delivery delivery, ObservedStageChange change) {}

    Uni<List<LoggedStageChange>> newRows(List<Report> reports) {
        if (reports.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return read(reports).map(done -> {
            reports.forEach(report -> take(report.delivery(), report.change()));
            return fresh;
        });
    }

    private Uni<Void> read(List<Report> reports) {
        Set<Long> leadIds = new HashSet<>();
        Set<String> keys = new HashSet<>();
        for (Report report : reports) {
            leadIds.add(report.change().leadId());
            keys.add(key(report.delivery(), report.change(), 0));
        }
        Instant since = reports.stream()
                .map(Deduplication::earliestRecord)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Parameters parameters = Parameters.with("account", account.id());
        return log.find(
                        "accountId = :account and (dedupeKey in :keys"
                                + " or (leadId in :leads and timeOfRecord = true and changedAt >= :since))",
                        Parameters.with("account", account.id())
                                .and("keys", keys)
                                .and("leads", leadIds)
                                .and("since", since))
                .list()
                .invoke(rows -> rows.forEach(row -> {
                    known.put(row.dedupeKey, row);
                    if (row.timeOfRecord) {
                        recorded.add(row);
                    }
                }))
                .flatMap(rows -> log.find(
                                "id in (select max(c.id) from LoggedStageChange c"
                                        + " where c.accountId = :account and c.leadId in :leads group by c.leadId)",
                                parameters.and("leads", leadIds))
                        .list())
                .invoke(rows -> rows.forEach(row -> latest.put(row.leadId, row)))
                .replaceWithVoid();
    }

    private void take(Delivery delivery, ObservedStageChange change) {
        LoggedStageChange last = latest.get(change.leadId());
        boolean sameStep = last != null && last.isSameStepAs(change);
        String key = key(delivery, change, fresh.size());
        LoggedStageChange told = change.changedAt() == null ? (sameStep ? last : null) : known.get(key);
        if (told == null) {
            told = recorded(delivery, change).orElse(null);
        }
        if (told != null) {
            if (change.changedAt() == null) {
                told.toldBy(delivery);
            } else {
                known.remove(told.dedupeKey);
                told.toldBy(delivery, key);
                known.put(told.dedupeKey, told);
            }
            return;
        }
        if (last != null && sameStep && last.changedAt == null) {
            // The same move, reported before without its time: from now on it is known by its time as well.
            last.dedupeKey = key;
            last.changedAt = change.changedAt();
            known.put(key, last);
            return;
        }
        LoggedStageChange row = LoggedStageChange.of(delivery, change, key);
        known.put(key, row);
        latest.put(change.leadId(), row);
        fresh.add(row);
    }

    /** The row that was made of amoCRM's record of this change and that no webhook of this kind has told of yet. */
    private Optional<LoggedStageChange> recorded(Delivery delivery, ObservedStageChange change) {
        Instant reported = change.changedAt() == null ? delivery.receivedAt : change.changedAt();
        return recorded.stream()
                .filter(row -> row.leadId == change.leadId() && row.isSameStepAs(change) && row.timeOfRecord)
                .filter(row -> change.changedAt() == null
                        ? row.deliveryId == null && Closeness.ofReceipt(at(row), reported)
                        : Closeness.ofTimes(at(row), reported))
                .min(Comparator.comparing(Deduplication::at));
    }

    private static Instant at(LoggedStageChange row) {
        return row.changedAt == null ? row.receivedAt : row.changedAt;
    }

    private static Instant earliestRecord(Report report) {
        ObservedStageChange change = report.change();
        return change.changedAt() == null
                ? report.delivery().receivedAt.minus(Closeness.OF_RECEIPT)
                : change.changedAt().minus(Closeness.OF_TIMES);
    }

    private static String key(Delivery delivery, ObservedStageChange change, int index) {
        return change.changedAt() == null
                ? "delivery:" + delivery.id + ":" + index
                : timedKey(
                        change.leadId(),
                        change.previousStatusId(),
                        change.pipelineId(),
                        change.statusId(),
                        change.changedAt());
    }

    static String timedKey(long lead, long previousStatus, long pipeline, long status, Instant at) {
        return lead + ":" + previousStatus + ">" + pipeline + "/" + status + "@" + at.getEpochSecond();
    }
}
