package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import camp.elbrusboot.gateway.journey.GraphqlSocket;
import camp.elbrusboot.gateway.journey.SandboxControl;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two replicas whose webhooks are lost, or late, or switched off; one of them makes it good, for both. */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class RepairIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration LAG = Duration.ofSeconds(1);

    /** For a machine that has other things to do. */
    private static final Duration SLACK = Duration.ofSeconds(15);

    private static final long PIPELINE = 1_309_792;
    private static final long[] STAGES = {22_695_448, 21_234_454, 22_695_448, 21_234_454};
    private static final long FIRST_LEAD = 30_000_401;
    private static final int LEADS = 5;

    private final List<String> destinations = new CopyOnWriteArrayList<>();
    private HookRouter router;
    private Fleet fleet;
    private SandboxControl sandbox;

    @BeforeEach
    void start() throws Exception {
        router = new HookRouter(() -> destinations, new Random(5));
        fleet = new Fleet(
                RepairIT.class,
                2,
                Map.of(
                        "gateway.repair.enabled",
                        "true",
                        "gateway.repair.interval",
                        INTERVAL.toMillis() + "ms",
                        "gateway.repair.lag",
                        LAG.toMillis() + "ms",
                        "gateway.repair.watch",
                        "1s",
                        "gateway.repair.resubscribe",
                        "true",
                        "gateway.webhook.public-url",
                        router.url()));
        sandbox = fleet.sandbox;
        destinations.add(fleet.webhook(0));
        destinations.add(fleet.webhook(1));
        // What other tests have left behind is this account's, too.
        sandbox.change("webhooks/switch-off");
        await().atMost(PATIENCE).until(() -> {
            sandbox.change("leads/30000499?name=" + System.nanoTime());
            return deliveries() > 0;
        });
    }

    @AfterEach
    void leaveNoTrace() throws Exception {
        sandbox.noFaults();
        fleet.close();
        router.close();
    }

    @Test
    void tellsEverySubscriberOnceOfWhatWebhooksMissAndOutlivesItsLeader() throws Exception {
        settle();
        try (GraphqlSocket one = subscriber(0);
                GraphqlSocket other = subscriber(1)) {
            sandbox.fault("{\"kind\":\"webhook-hold\"}");
            double before = deliveries();
            int repairedBefore = repaired(fleet.replica(0));
            move();
            for (GraphqlSocket socket : List.of(one, other)) {
                assertTold(socket);
            }

            sandbox.noFaults();
            sandbox.change("webhooks/release");
            await().atMost(PATIENCE).until(() -> deliveries() == before + 2 * LEADS * (STAGES.length - 1));
            awaitPasses(3);
            assertThat(one.isQuiet()).isTrue();
            assertThat(other.isQuiet()).isTrue();
            assertThat(repaired(fleet.replica(0))).isEqualTo(repairedBefore + LEADS * (STAGES.length - 1));
        }
        settle();
        int leader = leader();
        try (GraphqlSocket survivor = subscriber(1 - leader)) {
            fleet.replica(leader).kill();
            sandbox.fault("{\"kind\":\"webhook-drop\"}");
            move();

            assertEach(survivor);
            awaitPasses(3);
            assertThat(survivor.isQuiet()).isTrue();
        }
    }

    /** The only one that has asked amoCRM for events during some passes. */
    private int leader() {
        double[] before = {calls(0), calls(1)};
        awaitPasses(3);
        List<Integer> leaders = IntStream.range(0, 2)
                .filter(replica -> calls(replica) > before[replica])
                .boxed()
                .toList();
        assertThat(leaders).hasSize(1);
        return leaders.get(0);
    }

    @Test
    void catchesUpWithWhatHappenedWhileNoReplicaRan() throws Exception {
        settle();
        int before = repaired(fleet.replica(0));
        fleet.replica(0).kill();
        fleet.replica(1).kill();
        destinations.clear();
        sandbox.fault("{\"kind\":\"webhook-drop\"}");
        move();

        fleet.restart(1);

        GatewayProcess again = fleet.replica(1);
        await().atMost(PATIENCE).until(() -> repaired(again) == before + LEADS * (STAGES.length - 1));
        awaitPasses(3);
        assertThat(repaired(again)).isEqualTo(before + LEADS * (STAGES.length - 1));
    }

    @Test
    void subscribesTheWebhookAnewWhenAmocrmHasSwitchedItOff() throws Exception {
        awaitState("ACTIVE");
        int before = sandbox.requests();

        sandbox.change("webhooks/switch-off");

        await().atMost(PATIENCE).until(() -> sandbox.requestsSince(before).contains("POST /api/v4/webhooks 201"));
        int looks = count(before, "GET /api/v4/webhooks 200");
        await().atMost(PATIENCE).until(() -> count(before, "GET /api/v4/webhooks 200") > looks + 3);
        assertThat(count(before, "DELETE /api/v4/webhooks 204")).isEqualTo(1);
        assertThat(count(before, "POST /api/v4/webhooks 201")).isEqualTo(1);
        awaitState("ACTIVE");
        double told = deliveries();
        sandbox.change("leads/30000499?name=" + System.nanoTime());
        await().atMost(PATIENCE).until(() -> deliveries() > told);
    }

    private void awaitState(String state) {
        for (int i = 0; i < 2; i++) {
            GatewayProcess replica = fleet.replica(i);
            await().atMost(PATIENCE).until(() -> replica.post(
                            "/graphql", "application/json", "{\"query\":\"{ account { connection { webhook } } }\"}")
                    .body()
                    .contains("\"webhook\":\"" + state + "\""));
        }
    }

    /** All to the first stage, and known to the log. */
    private void settle() {
        for (long lead = FIRST_LEAD; lead < FIRST_LEAD + LEADS; lead++) {
            sandbox.move(lead, PIPELINE, STAGES[0]);
        }
        // The moves of one lead follow one another by a second at least, in the time of amoCRM.
        awaitPasses(6);
    }

    private void move() {
        for (int i = 1; i < STAGES.length; i++) {
            for (long lead = FIRST_LEAD; lead < FIRST_LEAD + LEADS; lead++) {
                sandbox.move(lead, PIPELINE, STAGES[i]);
            }
        }
    }

    private GraphqlSocket subscriber(int replica) {
        GraphqlSocket socket = new GraphqlSocket(fleet.socket(replica));
        socket.subscribe("subscription { stageChanged { leadId origin changedAt receivedAt status { statusId } } }");
        return socket;
    }

    private static void assertTold(GraphqlSocket socket) {
        for (JsonNode event : assertEach(socket)) {
            Duration late = Duration.between(
                    Instant.parse(event.path("changedAt").asText()),
                    Instant.parse(event.path("receivedAt").asText()));
            assertThat(late).isLessThan(INTERVAL.plus(LAG).plus(SLACK));
        }
    }

    /** Each move of each lead once, those of a lead in order. */
    private static List<JsonNode> assertEach(GraphqlSocket socket) {
        List<JsonNode> events = new ArrayList<>();
        while (events.size() < LEADS * (STAGES.length - 1)) {
            events.add(socket.stageChange());
        }
        assertThat(events).allMatch(event -> event.path("origin").asText().equals("REPAIR"));
        for (long lead = FIRST_LEAD; lead < FIRST_LEAD + LEADS; lead++) {
            String id = Long.toString(lead);
            assertThat(events.stream()
                            .filter(event -> event.path("leadId").asText().equals(id))
                            .map(event -> event.at("/status/statusId").asLong()))
                    .containsExactly(STAGES[1], STAGES[2], STAGES[3]);
        }
        return events;
    }

    private static int repaired(GatewayProcess replica) {
        String answer = replica.post(
                        "/graphql",
                        "application/json",
                        "{\"query\":\"{ stageChanges(first: 250) { nodes { origin } } }\"}")
                .body();
        return answer.split("\"REPAIR\"", -1).length - 1;
    }

    /** Webhooks that the replicas have taken. */
    private double deliveries() {
        double sum = 0;
        for (int i = 0; i < 2; i++) {
            sum += fleet.replica(i).metric("gateway_webhook_deliveries_total", "status=\"204\"");
        }
        return sum;
    }

    private double calls(int replica) {
        return fleet.replica(replica).metric("gateway_upstream_calls_total", "priority=\"REPAIR\"");
    }

    private int count(int since, String request) {
        return (int)
                sandbox.requestsSince(since).stream().filter(request::equals).count();
    }

    /** So many passes have begun and ended since. */
    private void awaitPasses(int passes) {
        int before = sandbox.requests();
        await().atMost(PATIENCE)
                .until(() ->
                        count(before, "GET /api/v4/events 200") + count(before, "GET /api/v4/events 204") > passes);
    }
}
