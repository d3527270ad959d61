package camp.elbrusboot.gateway.feed;

import camp.elbrusboot.gateway.crm.Page;
import camp.elbrusboot.gateway.crm.RecordedStageChange;
import camp.elbrusboot.gateway.eventlog.RepairProgress;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One pass over amoCRM's event feed: closed windows, the oldest first, each read to its end before what is in it is
 * appended in order, as the feed has no order of its own. Windows overlap at their live end, where events may still come
 * late, and nowhere else.
 */
final class RepairPass {
    /** The longest window: what is appended out of order, where one takes more pages than a pass may read, is within it. */
    static final Duration WINDOW = Duration.ofHours(1);

    private static final Comparator<RecordedStageChange> IN_ORDER =
            Comparator.comparing(RecordedStageChange::at).thenComparing(RecordedStageChange::eventId);

    private final Source source;
    private final Ledger ledger;
    private final Duration overlap;
    private final Instant now;
    private final Instant end;
    private final List<RecordedStageChange> read = new ArrayList<>();
    private int pagesLeft;

    /** Where pages come from. */
    @FunctionalInterface
    interface Source {
        Uni<Page<RecordedStageChange>> page(Instant from, Instant to, int number);
    }

    /** Where what was read goes. */
    interface Ledger {
        /** Whether this replica is still the one to go on. */
        Uni<Boolean> isOurs();

        Uni<Void> append(List<RecordedStageChange> inOrder);

        Uni<Void> note(RepairProgress progress);
    }

    /** @param now in whole seconds, as amoCRM counts */
    RepairPass(Source source, Ledger ledger, RepairConfig config, Instant now) {
        this.source = source;
        this.ledger = ledger;
        this.overlap = config.overlap();
        this.pagesLeft = config.pages();
        this.now = now;
        this.end = now.minus(config.lag());
    }

    /** Completes when everything up to the end was read, or as many pages as may be. Nothing is noted that was not appended. */
    Uni<Void> run(RepairProgress progress) {
        Instant from = progress.nextFrom();
        Instant open = progress.openUntil();
        Instant until = open == null ? earlier(end, from.plus(WINDOW)) : open;
        return until.isAfter(from) && pagesLeft > 0
                ? window(progress, from, until, progress.nextPage())
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> window(RepairProgress progress, Instant from, Instant until, int number) {
        return ledger.isOurs().flatMap(ours -> {
            if (!ours) {
                return Uni.createFrom().voidItem();
            }
            pagesLeft--;
            return source.page(from, until, number).flatMap(page -> {
                read.addAll(page.items());
                if (!page.hasNext()) {
                    RepairProgress closed = progress.closed(until, next(progress, until));
                    return append(closed)
                            .chain(() -> until.isBefore(end)
                                    ? run(closed)
                                    : Uni.createFrom().voidItem());
                }
                return pagesLeft > 0
                        ? window(progress, from, until, number + 1)
                        : append(progress.open(until, number + 1));
            });
        });
    }

    private Uni<Void> append(RepairProgress progress) {
        List<RecordedStageChange> inOrder = read.stream().sorted(IN_ORDER).toList();
        read.clear();
        return ledger.append(inOrder).chain(() -> ledger.note(progress));
    }

    /**
     * What happened before that cannot come late any more. Pages that an earlier pass has read are as old as their window
     * at most.
     */
    private Instant next(RepairProgress progress, Instant until) {
        Instant readAt = progress.openUntil() == null ? now : until;
        Instant settled = earlier(until, readAt.minus(overlap));
        return settled.isAfter(progress.nextFrom()) ? settled : progress.nextFrom();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
