package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import camp.elbrusboot.gateway.reads.Follower;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Replicas are killed while webhooks pour in and subscribers come and go: what was acknowledged is in the log, and every
 * subscriber gets the log, all of it, in order, each event once.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class KilledReplicaIT {
    private static final int ROUNDS = Integer.getInteger("kill.rounds", 3);
    private static final long SEED = Long.getLong("kill.seed", System.nanoTime() & 0xffffff);
    private static final int A_SECOND = Integer.getInteger("kill.webhooks.rate", 15);
    private static final int FOLLOWERS = 3;
    private static final int REPLICAS = 2;
    private static final int MOST_BEFORE_A_KILL = 2 * A_SECOND;

    /** Five minutes of amoCRM's are half a second. */
    private static final double TIME_SCALE = 0.002;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Random random = new Random(SEED);

    @Test
    void losesNothingRepeatsNothingAndKeepsTheOrder() throws Exception {
        System.out.printf("KilledReplicaIT: %d rounds, -Dkill.seed=%d%n", ROUNDS, SEED);
        List<Follower> followers = new ArrayList<>();
        try (Fleet fleet = new Fleet(KilledReplicaIT.class, REPLICAS, Map.of());
                HookRouter router = new HookRouter(fleet::webhooks, new Random(random.nextLong()));
                LeadRounds rounds =
                        new LeadRounds(fleet.sandbox, fleet.frontends().get(0))) {
            fleet.sandbox.settings("{\"webhookTimeScale\":" + TIME_SCALE + "}");
            fleet.sandbox.subscribe(router.url());
            Bookkeeping books = new Bookkeeping(fleet, router.url());
            String begin = books.begin();
            for (int i = 0; i < FOLLOWERS; i++) {
                followers.add(new Follower(fleet::sockets, begin, random.nextLong()));
            }
            rounds.begin(A_SECOND);
            for (int round = 0; round < ROUNDS; round++) {
                int before = rounds.moves();
                int next = 1 + random.nextInt(MOST_BEFORE_A_KILL);
                await().atMost(PATIENCE).until(() -> rounds.moves() >= before + next);
                int killed = random.nextInt(REPLICAS);
                fleet.replica(killed).kill();
                fleet.restart(killed);
                // amoCRM switches a webhook off for a hundred bad answers; somebody switches it on again.
                fleet.sandbox.subscribe(router.url());
                books.attempts();
            }
            rounds.end();

            books.settle();
            List<String> log = books.log();
            for (Follower follower : followers) {
                await().atMost(PATIENCE).until(() -> follower.ids().size() >= log.size());
                assertThat(follower.ids()).isEqualTo(log);
                assertThat(follower.complaints()).isEmpty();
            }
            System.out.printf(
                    "KilledReplicaIT: %d kills, %d moves, %d deliveries acknowledged, %d events in the log; sessions %s%n",
                    ROUNDS,
                    rounds.moves(),
                    books.acknowledged().size(),
                    log.size(),
                    followers.stream().map(Follower::sessions).toList());
        } finally {
            followers.forEach(Follower::close);
        }
    }
}
