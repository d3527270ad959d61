package camp.elbrusboot.gateway.eventlog;

import io.quarkus.panache.common.Parameters;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what a delivery reports for the first time. Runs under the account's lock, so what it reads stays true until
 * the commit.
 *
 * <p>With amoCRM's time a change is known by lead, step and time, whatever section of the hook it came in. Without it a
 * report is a repetition when the lead's latest logged step is that very step: between two equal steps there must be
 * another one. See docs/decisions/0003-stage-change-identity.md.
 */
final class Deduplication {
    private final EventLog log;
    private final Delivery delivery;
    private final Set<String> known = new HashSet<>();
    private final Map<Long, LoggedStageChange> latest = new HashMap<>();
    private final List<LoggedStageChange> fresh = new ArrayList<>();

    Deduplication(EventLog log, Delivery delivery) {
        this.log = log;
        this.delivery = delivery;
    }

    Uni<List<LoggedStageChange>> newRows(List<ObservedStageChange> observed) {
        if (observed.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return read(observed).map(done -> {
            observed.forEach(this::take);
            return fresh;
        });
    }

    private Uni<Void> read(List<ObservedStageChange> observed) {
        Set<Long> leadIds = new HashSet<>();
        Set<String> keys = new HashSet<>();
        for (ObservedStageChange change : observed) {
            leadIds.add(change.leadId());
            keys.add(key(change, 0));
        }
        Parameters parameters = Parameters.with("account", delivery.accountId);
        return log.find(
                        "accountId = :account and dedupeKey in :keys",
                        Parameters.with("account", delivery.accountId).and("keys", keys))
                .list()
                .invoke(rows -> rows.forEach(row -> known.add(row.dedupeKey)))
                .flatMap(rows -> log.find(
                                "id in (select max(c.id) from LoggedStageChange c"
                                        + " where c.accountId = :account and c.leadId in :leads group by c.leadId)",
                                parameters.and("leads", leadIds))
                        .list())
                .invoke(rows -> rows.forEach(row -> latest.put(row.leadId, row)))
                .replaceWithVoid();
    }

    private void take(ObservedStageChange change) {
        LoggedStageChange last = latest.get(change.leadId());
        boolean sameStep = last != null && last.isSameStepAs(change);
        String key = key(change, fresh.size());
        if (change.changedAt() == null ? sameStep : known.contains(key)) {
            return;
        }
        if (last != null && sameStep && last.changedAt == null) {
            // The same move, reported before without its time: from now on it is known by its time as well.
            last.dedupeKey = key;
            last.changedAt = change.changedAt();
            known.add(key);
            return;
        }
        LoggedStageChange row = LoggedStageChange.of(delivery, change, key);
        known.add(key);
        latest.put(change.leadId(), row);
        fresh.add(row);
    }

    private String key(ObservedStageChange change, int index) {
        return change.changedAt() == null
                ? "delivery:" + delivery.id + ":" + index
                : change.leadId() + ":" + change.previousStatusId() + ">" + change.pipelineId() + "/"
                        + change.statusId() + "@" + change.changedAt().getEpochSecond();
    }
}
