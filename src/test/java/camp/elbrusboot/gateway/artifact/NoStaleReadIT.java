package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import camp.elbrusboot.gateway.reads.Frontend;
import camp.elbrusboot.gateway.reads.Moves;
import camp.elbrusboot.gateway.reads.Readers;
import camp.elbrusboot.gateway.reads.StageHistory;
import camp.elbrusboot.gateway.reads.Watcher;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whoever has heard of a move reads the lead as it was after it or later, at whichever replica, and finds it in the list
 * of its stage; with webhooks that come twice, late and in another order, to one replica or the other.
 */
@Timeout(value = 45, unit = TimeUnit.MINUTES)
class NoStaleReadIT {
    private static final int MOVES = Integer.getInteger("moves", 200);
    private static final long SEED = Long.getLong("moves.seed", System.nanoTime() & 0xffffff);
    private static final int LONGEST_PAUSE_MS = 40;
    /** Answers after which everything that is read is in the caches. */
    private static final int WARM = 20;

    private static final int READERS = 4;
    private static final int MOST_SHOWN = 10;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void nobodyReadsWhatIsOlderThanTheEventTheyHeard() throws Exception {
        System.out.printf("NoStaleReadIT: -Dmoves=%d -Dmoves.seed=%d%n", MOVES, SEED);
        Random random = new Random(SEED);
        ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();
        StageHistory history = new StageHistory();
        try (Fleet fleet = new Fleet(NoStaleReadIT.class, 2, Map.of());
                HookRouter router = new HookRouter(fleet::webhooks, new Random(random.nextLong()));
                Moves moves = new Moves(fleet.sandbox, history, random)) {
            fleet.sandbox.subscribe(router.url());
            List<Frontend> gateways = fleet.frontends();
            try (Watcher one = new Watcher(fleet.socket(0), gateways, history, SEED + 1, complaints);
                    Watcher two = new Watcher(fleet.socket(1), gateways, history, SEED + 2, complaints);
                    Readers readers = new Readers(READERS, gateways, history, SEED + 3, complaints)) {
                await().atMost(PATIENCE).until(() -> readers.answers() > WARM);
                moves.some(MOVES - 1, LONGEST_PAUSE_MS);
                moves.last();
                one.hearAll();
                two.hearAll();
                System.out.printf(
                        "NoStaleReadIT: %d moves, %d answers besides, %d complaints%n",
                        history.moves(), readers.answers(), complaints.size());
            }
        }
        assertThat(complaints.stream().limit(MOST_SHOWN)).isEmpty();
    }
}
