package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import camp.elbrusboot.gateway.reads.Frontend;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thousand ask the same at once, of two replicas, and amoCRM is asked once. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class HerdIT {
    private static final int AT_EACH = Integer.getInteger("herd", 20);
    private static final String FIELDS =
            " id name status { id name } pipeline { id name } contacts { id name email phone } ";

    private Fleet fleet;
    private List<Frontend> gateways;

    /** With nothing cached but what the account allows: that is asked once for each replica's life. */
    private void cold(Map<String, String> settings) throws Exception {
        // Machines differ in how long so many answers take them; nothing is to become stale meanwhile.
        Map<String, String> lives = Stream.of("pipelines", "leads", "contacts", "lists")
                .collect(Collectors.toMap(kind -> "gateway.cache." + kind, kind -> "30m"));
        lives.putAll(settings);
        fleet = new Fleet(HerdIT.class, 2, lives);
        gateways = fleet.frontends();
        for (Frontend gateway : gateways) {
            JsonNode answer = gateway.ask(
                            "{ leadsById(ids: [30009001, 30009002]) { id } contactsById(ids: [50009001,"
                                    + " 50009002]) { id } leads(first: 1, filter: {responsibleUserIds: [1]}) { nodes { id } } }")
                    .get(30, TimeUnit.SECONDS);
            assertThat(answer.has("errors")).as("%s", answer).isFalse();
        }
    }

    @AfterEach
    void leaveNoTrace() throws Exception {
        fleet.close();
    }

    @Test
    void readsFiftyLeadsInThreeCallsForAThousandCallers() throws Exception {
        String ids = LongStream.rangeClosed(30_000_501, 30_000_550)
                .mapToObj(Long::toString)
                .collect(Collectors.joining(", "));
        costsThreeCallsAndThenNone("{ leadsById(ids: [" + ids + "]) {" + FIELDS + "} }", "/data/leadsById");
    }

    @Test
    void readsAListInThreeCallsForAThousandCallers() throws Exception {
        costsThreeCallsAndThenNone(
                "{ leads(first: 50, filter: {pipelineIds: [1309792]}) { nodes {" + FIELDS + "} } }",
                "/data/leads/nodes");
    }

    /** Everybody has the old one to go on with, and only one of them asks for a newer. */
    @Test
    void renewsAListWithOneCallInEachOfItsLives() throws Exception {
        cold(Map.of("gateway.cache.lists", "1s"));
        String query = "{ leads(first: 50, filter: {pipelineIds: [1309792]}) { nodes { id name } } }";
        JsonNode old = herd(query);
        long read = System.nanoTime();
        await().until(() -> System.nanoTime() - read > TimeUnit.SECONDS.toNanos(1));

        int before = fleet.sandbox.requests();
        long begin = System.nanoTime();
        assertThat(herd(query)).isEqualTo(old);
        // Who waits for long is answered with what there was, and the call comes later.
        await().until(() -> !fleet.sandbox.requestsSince(before).isEmpty());
        long lives = 1 + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);

        List<String> calls = fleet.sandbox.requestsSince(before);
        assertThat(calls).isNotEmpty().allMatch("GET /api/v4/leads 200"::equals);
        assertThat((long) calls.size()).isLessThanOrEqualTo(lives);
    }

    private void costsThreeCallsAndThenNone(String query, String rows) throws Exception {
        cold(Map.of());
        int before = fleet.sandbox.requests();
        JsonNode cold = herd(query);
        assertThat(cold.at(rows)).hasSize(50);
        assertThat(fleet.sandbox.requestsSince(before))
                .containsExactlyInAnyOrder(
                        "GET /api/v4/leads/pipelines 200", "GET /api/v4/leads 200", "GET /api/v4/contacts 200");

        int warm = fleet.sandbox.requests();
        assertThat(herd(query)).isEqualTo(cold);
        assertThat(fleet.sandbox.queriesSince(warm)).isEmpty();
    }

    /** What all of them were answered, extensions apart. */
    private JsonNode herd(String query) throws Exception {
        List<CompletableFuture<JsonNode>> under = new ArrayList<>();
        for (int i = 0; i < AT_EACH; i++) {
            gateways.forEach(gateway -> under.add(gateway.ask(query)));
        }
        CompletableFuture.allOf(under.toArray(CompletableFuture[]::new)).get(2, TimeUnit.MINUTES);
        JsonNode first = under.get(0).join();
        for (CompletableFuture<JsonNode> one : under) {
            assertThat(one.join().has("errors")).as("%s", one.join()).isFalse();
            assertThat(one.join().path("data")).isEqualTo(first.path("data"));
        }
        return ((ObjectNode) first).retain("data");
    }
}
