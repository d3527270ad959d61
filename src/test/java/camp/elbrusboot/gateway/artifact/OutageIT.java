package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import camp.elbrusboot.gateway.reads.Frontend;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While amoCRM cannot be asked, what was read before is answered, marked as stale, and soon after it is fresh again. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class OutageIT {
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("outage.seconds", 6));
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(5);
    private static final Duration ROUND = Duration.ofMillis(250);
    private static final String FIELDS = " id name status { name } pipeline { name } contacts { name phone } ";

    private static final List<String> QUERIES = List.of(
            "{ pipelines { id statuses { name } } }",
            "{ lead(id: 30000201) {" + FIELDS + "} }",
            "{ leadsById(ids: [30000202, 30000203]) {" + FIELDS + "} }",
            // That there is none has been read, too.
            "{ leadsById(ids: [30000204, 999]) { name } }",
            "{ contactsById(ids: [50000201, 50000202]) { id name leads { id name } } }",
            "{ leads(first: 5, filter: {pipelineIds: [1309792]}) { nodes {" + FIELDS
                    + "} pageInfo { hasNextPage } } }");

    private Fleet fleet;
    private List<Frontend> gateways;

    @BeforeEach
    void shortSoftLimits() throws Exception {
        Map<String, String> soft = new HashMap<>();
        List.of("pipelines", "leads", "contacts", "lists").forEach(kind -> soft.put("gateway.cache." + kind, "1s"));
        fleet = new Fleet(OutageIT.class, 2, soft);
        gateways = fleet.frontends();
    }

    @AfterEach
    void leaveNoTrace() throws Exception {
        fleet.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kind\":\"status\",\"status\":503,\"path\":\"/api\"}",
                "{\"kind\":\"dropped-connection\",\"path\":\"/api\"}"
            })
    void answersFromTheCacheWhileAmocrmIsDown(String fault) throws Exception {
        List<JsonNode> before = round();
        fleet.sandbox.fault(fault);

        // Within the soft limits nothing is stale yet.
        await().atMost(PATIENCE).pollInterval(ROUND).until(() -> isAll(sameAs(before), true));
        await().during(OUTAGE)
                .atMost(OUTAGE.plus(PATIENCE))
                .pollInterval(ROUND)
                .until(() -> isAll(sameAs(before), true));

        fleet.sandbox.noFaults();
        long begin = System.nanoTime();
        await().atMost(PATIENCE).pollInterval(ROUND).until(() -> isAll(sameAs(before), false));
        System.out.printf("OutageIT: fresh again %d ms after %s%n", (System.nanoTime() - begin) / 1_000_000, fault);
    }

    private List<JsonNode> sameAs(List<JsonNode> before) throws Exception {
        List<JsonNode> now = round();
        for (int i = 0; i < now.size(); i++) {
            assertThat(now.get(i).path("data")).isEqualTo(before.get(i).path("data"));
        }
        return now;
    }

    private static boolean isAll(List<JsonNode> answers, boolean stale) {
        return answers.stream().allMatch(answer -> {
            JsonNode told = answer.at("/extensions/freshness/stale");
            assertThat(told.isBoolean())
                    .as("extensions.freshness of %s", answer)
                    .isTrue();
            return told.booleanValue() == stale;
        });
    }

    /** Every query to every replica. */
    private List<JsonNode> round() throws Exception {
        List<JsonNode> answers = new ArrayList<>();
        for (String query : QUERIES) {
            for (Frontend gateway : gateways) {
                JsonNode answer = gateway.ask(query).get(LONGEST_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
                assertThat(answer.has("errors")).as("%s: %s", query, answer).isFalse();
                answers.add(answer);
            }
        }
        return answers;
    }
}
