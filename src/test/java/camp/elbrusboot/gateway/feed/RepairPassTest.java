package camp.elbrusboot.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import camp.elbrusboot.gateway.crm.Page;
import camp.elbrusboot.gateway.crm.RecordedStageChange;
import camp.elbrusboot.gateway.eventlog.RepairProgress;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How a pass goes over the feed, which lists the newest first, three to a page. */
class RepairPassTest {
    private static final int PAGE = 3;
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final List<RecordedStageChange> listed = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final List<String> appended = new ArrayList<>();
    private boolean ours = true;
    private RepairProgress progress = at(NOW.minusSeconds(120));

    @Test
    void appendsWhatIsInTheWindowInOrderAndGoesOnFromThereWithAnOverlap() {
        happen(7, NOW.minusSeconds(100));
        happen(1, NOW);

        pass(NOW, 20);

        assertThat(appended).containsExactly("e0", "e1", "e2", "e3", "e4", "e5", "e6");
        assertThat(asked).hasSize(3);
        assertThat(progress.seenUntil()).isEqualTo(NOW.minusSeconds(5));
        assertThat(progress.nextFrom()).isEqualTo(NOW.minusSeconds(60));

        pass(NOW.plusSeconds(30), 20);

        assertThat(appended).endsWith("e7");
        assertThat(progress.nextFrom()).isEqualTo(NOW.minusSeconds(30));
    }

    /** What is listed late is within the overlap of a later pass. */
    @Test
    void findsWhatWasNotListedYetInThePassBefore() {
        pass(NOW, 20);
        happen(1, NOW.minusSeconds(20));

        pass(NOW.plusSeconds(30), 20);

        assertThat(appended).containsExactly("e0");
    }

    @Test
    void neverReadsFromBeforeItsStart() {
        progress = at(NOW.minusSeconds(30));
        happen(1, NOW.minusSeconds(50));

        pass(NOW, 20);
        pass(NOW.plusSeconds(10), 20);

        assertThat(appended).isEmpty();
        assertThat(progress.nextFrom()).isEqualTo(NOW.minusSeconds(30));
    }

    @Test
    void asksForNothingWhereThereIsNoWindowYet() {
        progress = at(NOW.minusSeconds(5));

        pass(NOW, 20);

        assertThat(asked).isEmpty();
    }

    @Test
    void catchesUpWindowByWindowTheOldestFirstAndEachOnce() {
        progress = at(NOW.minus(Duration.ofHours(3)));
        happen(2, NOW.minus(Duration.ofMinutes(170)));
        happen(2, NOW.minus(Duration.ofMinutes(100)));
        happen(1, NOW.minus(Duration.ofMinutes(10)));

        pass(NOW, 20);

        assertThat(appended).containsExactly("e0", "e1", "e2", "e3", "e4");
        assertThat(asked).hasSize(3);
    }

    @Test
    void stopsAfterSoManyPagesAndGoesOnThereInTheNextPass() {
        happen(14, NOW.minusSeconds(100));

        pass(NOW, 2);

        assertThat(asked).hasSize(2);
        assertThat(appended).containsExactly("e8", "e9", "e10", "e11", "e12", "e13");
        assertThat(progress.nextPage()).isEqualTo(3);
        assertThat(progress.seenUntil()).isEqualTo(NOW.minusSeconds(120));

        pass(NOW.plusSeconds(10), 2);
        pass(NOW.plusSeconds(20), 2);

        assertThat(appended.subList(0, 14))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 14).mapToObj(i -> "e" + i).toList());
        // The window of the first pass was read to its end as it was, and then what came after.
        assertThat(asked.get(2)).isEqualTo(asked.get(1).replace("page 2", "page 3"));
        assertThat(asked.get(4)).isEqualTo(asked.get(1).replace("page 2", "page 5"));
        assertThat(progress.seenUntil()).isAfterOrEqualTo(NOW.minusSeconds(5));
    }

    @Test
    void stopsWhereAnotherReplicaHasTakenOver() {
        happen(3, NOW.minusSeconds(100));
        ours = false;

        pass(NOW, 20);

        assertThat(asked).isEmpty();
        assertThat(progress).isEqualTo(at(NOW.minusSeconds(120)));
    }

    private static RepairProgress at(Instant from) {
        return new RepairProgress(from, from, null, 1);
    }

    /** So many changes, a second after one another from then on. */
    private void happen(int count, Instant first) {
        for (int i = 0; i < count; i++) {
            listed.add(new RecordedStageChange("e" + listed.size(), 1, 2, 3, 2, 4, first.plusSeconds(i), null));
        }
    }

    private void pass(Instant now, int pages) {
        new RepairPass(this::page, ledger(), new TestingRepairConfig(pages, false), now)
                .run(progress)
                .await()
                .indefinitely();
    }

    private Uni<Page<RecordedStageChange>> page(Instant from, Instant to, int number) {
        asked.add(from + " to " + to + " page " + number);
        List<RecordedStageChange> all = listed.stream()
                .filter(change -> !change.at().isBefore(from) && !change.at().isAfter(to))
                .sorted(Comparator.comparing(RecordedStageChange::at).reversed())
                .toList();
        int start = Math.min(all.size(), (number - 1) * PAGE);
        int end = Math.min(all.size(), start + PAGE);
        return Uni.createFrom().item(new Page<>(all.subList(start, end), end < all.size()));
    }

    private RepairPass.Ledger ledger() {
        return new RepairPass.Ledger() {
            @Override
            public Uni<Boolean> isOurs() {
                return Uni.createFrom().item(ours);
            }

            @Override
            public Uni<Void> append(List<RecordedStageChange> inOrder) {
                inOrder.stream()
                        .map(RecordedStageChange::eventId)
                        .filter(id -> !appended.contains(id))
                        .forEach(appended::add);
                return Uni.createFrom().voidItem();
            }

            @Override
            public Uni<Void> note(RepairProgress noted) {
                progress = noted;
                return Uni.createFrom().voidItem();
            }
        };
    }
}
