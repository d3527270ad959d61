package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import camp.elbrusboot.gateway.reads.Follower;
import camp.elbrusboot.gateway.reads.Frontend;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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

    private static final long FIRST_LEAD = 30_001_001;
    private static final int LEADS = 400;
    private static final long PIPELINE = 1309792;
    private static final long[] STAGES = {22695448, 21234454, 21234448, 21234451};
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PAGE = 250;

    private final Random random = new Random(SEED);
    private final AtomicInteger moves = new AtomicInteger();
    private Fleet fleet;
    private String destination;

    @Test
    void losesNothingRepeatsNothingAndKeepsTheOrder() throws Exception {
        System.out.printf("KilledReplicaIT: %d rounds, -Dkill.seed=%d%n", ROUNDS, SEED);
        List<Follower> followers = new ArrayList<>();
        ScheduledExecutorService mover = Executors.newSingleThreadScheduledExecutor();
        try (Fleet own = new Fleet(KilledReplicaIT.class, REPLICAS, Map.of());
                HookRouter router = new HookRouter(own::webhooks, new Random(random.nextLong()))) {
            fleet = own;
            fleet.sandbox.settings("{\"webhookTimeScale\":" + TIME_SCALE + "}");
            destination = router.url();
            fleet.sandbox.subscribe(destination);
            String begin = page(null).at("/pageInfo/endCursor").asText();
            for (int i = 0; i < FOLLOWERS; i++) {
                followers.add(new Follower(fleet::sockets, begin, random.nextLong()));
            }
            var unused = mover.scheduleAtFixedRate(this::move, 0, 1_000 / A_SECOND, TimeUnit.MILLISECONDS);
            Set<String> acknowledged = new HashSet<>();
            for (int round = 0; round < ROUNDS; round++) {
                int before = moves.get();
                int next = 1 + random.nextInt(MOST_BEFORE_A_KILL);
                await().atMost(PATIENCE).until(() -> moves.get() >= before + next);
                int killed = random.nextInt(REPLICAS);
                fleet.replica(killed).kill();
                fleet.restart(killed);
                // amoCRM switches a webhook off for a hundred bad answers; somebody switches it on again.
                fleet.sandbox.subscribe(router.url());
                acknowledged.addAll(acknowledged());
            }
            mover.shutdown();
            assertThat(mover.awaitTermination(1, TimeUnit.MINUTES)).isTrue();

            List<String> log = wholeLog(acknowledged);
            for (Follower follower : followers) {
                await().atMost(PATIENCE).until(() -> follower.ids().size() >= log.size());
                assertThat(follower.ids()).isEqualTo(log);
                assertThat(follower.complaints()).isEmpty();
            }
            System.out.printf(
                    "KilledReplicaIT: %d kills, %d moves, %d deliveries acknowledged, %d events in the log; sessions %s%n",
                    ROUNDS,
                    moves.get(),
                    acknowledged.size(),
                    log.size(),
                    followers.stream().map(Follower::sessions).toList());
        } finally {
            mover.shutdownNow();
            followers.forEach(Follower::close);
        }
    }

    /** Each lead goes round, and is not moved twice within one of amoCRM's seconds. */
    private void move() {
        int number = moves.getAndIncrement();
        fleet.sandbox.move(FIRST_LEAD + number % LEADS, PIPELINE, STAGES[number / LEADS % STAGES.length]);
    }

    /** When everything that was acknowledged is in it, and nothing follows any more. */
    private List<String> wholeLog(Set<String> acknowledged) throws Exception {
        acknowledged.addAll(acknowledged());
        Set<String> kept = new HashSet<>();
        await().atMost(PATIENCE).until(() -> {
            kept.addAll(fleet.database.query("select request_id from delivery"));
            return kept.containsAll(acknowledged);
        });
        await().during(Duration.ofSeconds(5)).atMost(PATIENCE).until(() -> {
            int before = acknowledged.size();
            acknowledged.addAll(acknowledged());
            return acknowledged.size() == before;
        });
        kept.addAll(fleet.database.query("select request_id from delivery"));
        assertThat(kept).containsAll(acknowledged);

        List<String> ids = new ArrayList<>();
        String after = null;
        boolean more = true;
        while (more) {
            JsonNode page = page(after);
            page.path("nodes").forEach(node -> ids.add(node.path("id").asText()));
            after = page.at("/pageInfo/endCursor").asText();
            more = page.at("/pageInfo/hasNextPage").asBoolean();
        }
        assertThat(ids).hasSize(Integer.parseInt(fleet.database.value("select count(*) from stage_change")));
        assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
        return ids;
    }

    private JsonNode page(String after) throws Exception {
        Frontend gateway = fleet.frontends().get(0);
        JsonNode answer = gateway.ask("{ stageChanges(first: " + PAGE
                        + (after == null ? "" : ", after: \"" + after + "\"")
                        + ") { nodes { id } pageInfo { hasNextPage endCursor } } }")
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(answer.has("errors")).as("%s", answer).isFalse();
        return answer.at("/data/stageChanges");
    }

    /** Numbers of the deliveries that the sandbox knows to have been taken. */
    private Set<String> acknowledged() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(fleet.sandbox.url() + "/sandbox/deliveries"))
                .build();
        JsonNode all = new ObjectMapper()
                .readTree(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .body());
        Set<String> taken = new HashSet<>();
        all.forEach(delivery -> {
            // The sandbox remembers those of other tests, too.
            if (delivery.path("destination").asText().equals(destination)
                    && delivery.path("status").asInt() / 100 == 2) {
                taken.add(delivery.path("requestId").asText());
            }
        });
        return taken;
    }
}
