package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import camp.elbrusboot.gateway.reads.Frontend;
import camp.elbrusboot.gateway.reads.Moves;
import camp.elbrusboot.gateway.reads.Readers;
import camp.elbrusboot.gateway.reads.StageHistory;
import camp.elbrusboot.gateway.reads.Watcher;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Redis is killed, frozen, emptied and started again while leads move and are read: slower, never wrong and never an
 * error, and in use again afterwards.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class RedisLossIT {
    /** For each state that Redis is in. */
    private static final int MOVES = Integer.getInteger("moves", 200) / 10;

    private static final long SEED = Long.getLong("moves.seed", System.nanoTime() & 0xffffff);
    private static final int LONGEST_PAUSE_MS = 120;
    /** Answers after which everything that is read is in the caches. */
    private static final int WARM = 20;

    private static final int READERS = 2;
    private static final int MOST_SHOWN = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void isSlowerAndNotWrongWhateverBecomesOfRedis() throws Exception {
        System.out.printf("RedisLossIT: -Dmoves=%d -Dmoves.seed=%d%n", MOVES * 10, SEED);
        Random random = new Random(SEED);
        ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();
        StageHistory history = new StageHistory();
        try (Fleet fleet = new Fleet(RedisLossIT.class, 2, Map.of());
                HookRouter router = new HookRouter(fleet::webhooks, new Random(random.nextLong()));
                Moves moves = new Moves(fleet.sandbox, history, random)) {
            fleet.sandbox.subscribe(router.url());
            List<Frontend> gateways = fleet.frontends();
            try (Watcher one = new Watcher(fleet.socket(0), gateways, history, SEED + 1, complaints);
                    Watcher two = new Watcher(fleet.socket(1), gateways, history, SEED + 2, complaints);
                    Readers readers = new Readers(READERS, gateways, history, SEED + 3, complaints)) {
                await().atMost(PATIENCE).until(() -> readers.answers() > WARM);
                during("redis at work", moves, complaints, () -> {});
                during("redis killed", moves, complaints, fleet.redis::kill);
                during("redis started again", moves, complaints, fleet.redis::start);
                during("redis frozen", moves, complaints, fleet.redis::freeze);
                during("redis thawed", moves, complaints, fleet.redis::thaw);
                during("redis emptied", moves, complaints, fleet.redis::flush);
                moves.last();
                one.hearAll();
                two.hearAll();
                assertThat(readers.answers()).isPositive();
                System.out.printf("RedisLossIT: %d moves, %d answers%n", history.moves(), readers.answers());
            }
            await().atMost(PATIENCE).until(() -> isShared(fleet, gateways, random));
        }
        assertThat(complaints.stream().limit(MOST_SHOWN)).isEmpty();
    }

    private interface Harm {
        void done() throws Exception;
    }

    private static void during(String state, Moves moves, ConcurrentLinkedQueue<String> complaints, Harm harm)
            throws Exception {
        int before = complaints.size();
        harm.done();
        moves.some(MOVES, LONGEST_PAUSE_MS);
        System.out.printf("RedisLossIT: %s: %d complaints%n", state, complaints.size() - before);
    }

    /** Whether one replica finds in Redis what the other has just read. */
    private static boolean isShared(Fleet fleet, List<Frontend> gateways, Random random)
            throws ExecutionException, InterruptedException, TimeoutException {
        String query = "{ lead(id: " + (30_001_000 + random.nextInt(9_000)) + ") { name } }";
        JsonNode first = gateways.get(0).ask(query).get(30, TimeUnit.SECONDS);
        int before = fleet.sandbox.requests();
        JsonNode second = gateways.get(1).ask(query).get(30, TimeUnit.SECONDS);
        return !first.has("errors")
                && first.path("data").equals(second.path("data"))
                && fleet.sandbox.requests() == before;
    }
}
