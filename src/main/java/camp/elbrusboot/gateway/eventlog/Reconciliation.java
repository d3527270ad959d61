package camp.elbrusboot.gateway.eventlog;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.RecordedStageChange;
import io.quarkus.panache.common.Parameters;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds which of amoCRM's records of stage changes the log does not have. Runs under the account's lock, so what it reads
 * stays true until the commit.
 *
 * <p>A record is known by its id. One that is not takes a row of the same step of the same lead that is close in time
 * and has no record yet; only what finds none is new. So each step of A→B, B→A, A→B keeps a row of its own, however close
 * they are. See docs/decisions/0014-repair.md.
 */
final class Reconciliation {
    private static final String CANDIDATES = "accountId = :account and (eventId in :events or dedupeKey in :keys"
            + " or (leadId in :leads and eventId is null"
            + " and ((changedAt >= :from and changedAt <= :to)"
            + " or (changedAt is null and receivedAt >= :receivedFrom and receivedAt <= :receivedTo))))";

    private final EventLog log;
    private final AccountRef account;
    private final Instant now;
    private final Set<String> events = new HashSet<>();
    private final Set<String> keys = new HashSet<>();
    private final List<LoggedStageChange> open = new ArrayList<>();

    Reconciliation(EventLog log, AccountRef account, Instant now) {
        this.log = log;
        this.account = account;
        this.now = now;
    }

    /** In the order of the records, of which there must be at least one. */
    Uni<List<LoggedStageChange>> newRows(List<RecordedStageChange> records) {
        Instant first = records.stream()
                .map(RecordedStageChange::at)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Instant last = records.stream()
                .map(RecordedStageChange::at)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return log.find(
                        CANDIDATES,
                        Parameters.with("account", account.id())
                                .and(
                                        "events",
                                        records.stream()
                                                .map(RecordedStageChange::eventId)
                                                .toList())
                                .and(
                                        "keys",
                                        records.stream()
                                                .map(Reconciliation::key)
                                                .toList())
                                .and(
                                        "leads",
                                        records.stream()
                                                .map(RecordedStageChange::leadId)
                                                .toList())
                                .and("from", first.minus(Closeness.OF_TIMES))
                                .and("to", last.plus(Closeness.OF_TIMES))
                                .and("receivedFrom", first.minus(Closeness.OF_CLOCKS))
                                .and("receivedTo", last.plus(Closeness.OF_RECEIPT)))
                .list()
                .map(rows -> {
                    rows.forEach(this::take);
                    marry(records);
                    return rowsOfTheRest(records);
                });
    }

    private void take(LoggedStageChange row) {
        keys.add(row.dedupeKey);
        if (row.eventId == null) {
            open.add(row);
        } else {
            events.add(row.eventId);
        }
    }

    private record Pair(RecordedStageChange recorded, LoggedStageChange row, boolean timed, Instant reported) {
        Duration apart() {
            return timed ? Duration.ZERO : Closeness.apart(recorded.at(), reported);
        }
    }

    /**
     * Times of records and webhooks differ by as much for all steps, if they do: the earliest takes the earliest, or of
     * three steps within seconds the first would take the row of the third. Moments of receipt differ as they like: the
     * closest takes the closest.
     */
    private void marry(List<RecordedStageChange> records) {
        List<Pair> pairs = new ArrayList<>();
        for (RecordedStageChange recorded : records) {
            for (LoggedStageChange row : open) {
                boolean timed = row.changedAt != null;
                Instant reported = row.changedAt == null ? row.receivedAt : row.changedAt;
                if (row.leadId == recorded.leadId()
                        && row.isSameStepAs(recorded)
                        && (timed
                                ? Closeness.ofTimes(recorded.at(), reported)
                                : Closeness.ofReceipt(recorded.at(), reported))) {
                    pairs.add(new Pair(recorded, row, timed, reported));
                }
            }
        }
        pairs.sort(Comparator.comparing(Pair::timed)
                .reversed()
                .thenComparing(Pair::apart)
                .thenComparing(pair -> pair.recorded().at())
                .thenComparing(Pair::reported)
                .thenComparing(pair -> pair.row().id));
        for (Pair pair : pairs) {
            if (pair.row().eventId == null && events.add(pair.recorded().eventId())) {
                tie(pair.recorded(), pair.row());
            }
        }
    }

    private void tie(RecordedStageChange recorded, LoggedStageChange row) {
        row.eventId = recorded.eventId();
        if (row.changedAt == null) {
            row.changedAt = recorded.at();
            row.timeOfRecord = true;
            row.dedupeKey = free(recorded);
        }
    }

    private List<LoggedStageChange> rowsOfTheRest(List<RecordedStageChange> records) {
        List<LoggedStageChange> fresh = new ArrayList<>();
        for (RecordedStageChange recorded : records) {
            if (events.add(recorded.eventId())) {
                fresh.add(LoggedStageChange.of(account, recorded, now, free(recorded)));
            }
        }
        return fresh;
    }

    /** Two records of one step within one second are two steps, which the key of webhooks cannot tell apart. */
    private String free(RecordedStageChange recorded) {
        String key = key(recorded);
        String free = keys.contains(key) ? key + "#" + recorded.eventId() : key;
        keys.add(free);
        return free;
    }

    private static String key(RecordedStageChange recorded) {
        return Deduplication.timedKey(
                recorded.leadId(),
                recorded.previousStatusId(),
                recorded.pipelineId(),
                recorded.statusId(),
                recorded.at());
    }
}
