package camp.elbrusboot.gateway.journey;

import static camp.elbrusboot.gateway.journey.Graphql.data;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What webhooks have missed is found in amoCRM's event feed, and the webhook is watched. Each test has leads of its own. */
@QuarkusTest
@TestProfile(RepairTest.Repairing.class)
@Timeout(90)
class RepairTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long PIPELINE = 1309792;
    private static final long LEAD_IN_WORK = 22695448;
    private static final long INVOICED = 21234454;

    private final SandboxControl sandbox = new SandboxControl();

    @Inject
    Pool database;

    @TestHTTPResource(value = "/", management = true)
    URL management;

    /** As quickly as can be, and without a lag, so that repair and webhooks race each other. */
    public static class Repairing implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "gateway.repair.enabled", "true",
                    "gateway.repair.interval", "250ms",
                    "gateway.repair.lag", "0s",
                    "gateway.repair.watch", "250ms",
                    "gateway.upstream.requests-per-second", "100");
        }
    }

    @BeforeEach
    void subscribeTheWebhook() {
        sandbox.settings("{\"rateLimit\":0,\"accountRateLimit\":0}");
        sandbox.subscribe("http://localhost:" + RestAssured.port + SandboxControl.webhookPath());
        // So that those are known whose start was not long ago.
        awaitPasses(2);
    }

    @AfterEach
    void leaveNoFault() {
        sandbox.noFaults();
        sandbox.change("webhooks/release");
        sandbox.settings("{\"eventLagSeconds\":0,\"eventShiftSeconds\":0,\"falseNext\":false}");
    }

    @AfterAll
    static void restore() {
        new SandboxControl().reset();
        SandboxControl.flushCache();
    }

    @Test
    void tellsOnceInOrderOfWhatNoWebhookHasTold() {
        long lead = 30_000_301;
        int base = settle(lead);
        try (GraphqlSocket socket = new GraphqlSocket()) {
            socket.subscribe("subscription { stageChanged(filter: {leadIds: [\"" + lead + "\"]}) {"
                    + " origin changedAt changedByUserId status { statusId } previousStatus { statusId }"
                    + " previousPipeline { id } lead { status { statusId } } } }");
            sandbox.fault("{\"kind\":\"webhook-drop\"}");
            moveBackAndForth(lead);

            for (int i = 0; i < 3; i++) {
                JsonNode change = socket.stageChange();
                assertThat(change.path("origin").asText()).isEqualTo("REPAIR");
                assertThat(change.at("/status/statusId").asLong()).isEqualTo(i == 1 ? LEAD_IN_WORK : INVOICED);
                assertThat(change.at("/previousStatus/statusId").asLong()).isEqualTo(i == 1 ? INVOICED : LEAD_IN_WORK);
                assertThat(change.at("/previousPipeline/id").asLong()).isEqualTo(PIPELINE);
                // Whoever refetches on an event never reads the state before it.
                assertThat(change.at("/lead/status/statusId").asLong()).isEqualTo(INVOICED);
            }
            awaitPasses(3);
            assertThat(socket.isQuiet()).isTrue();
            assertThat(origins(lead, base)).containsExactly("REPAIR", "REPAIR", "REPAIR");
            assertThat(metric("gateway_repair_events_total")).isGreaterThanOrEqualTo(3);
            assertThat(metric("gateway_repair_lag_seconds")).isBetween(0.0, 30.0);
        }
    }

    /** The two may say different times, and three such steps are three, however close. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void addsNothingForALateWebhook(int shift) {
        long lead = 30_000_310L + shift;
        int base = settle(lead);
        sandbox.settings("{\"eventShiftSeconds\":" + shift + "}");
        sandbox.fault("{\"kind\":\"webhook-hold\"}");
        moveBackAndForth(lead);
        await().atMost(PATIENCE).until(() -> origins(lead, base).size() == 3);
        int before = deliveries(lead);

        sandbox.noFaults();
        sandbox.change("webhooks/release");

        // Each move is told as changed stage and as changed lead.
        await().atMost(PATIENCE).until(() -> deliveries(lead) == before + 6);
        awaitPasses(3);
        assertThat(origins(lead, base)).containsExactly("REPAIR", "REPAIR", "REPAIR");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void addsNothingForWhatAWebhookHasTold(int shift) {
        long lead = 30_000_320L + shift;
        int base = settle(lead);
        sandbox.settings("{\"eventShiftSeconds\":" + shift + ",\"eventLagSeconds\":2}");
        moveBackAndForth(lead);

        await().atMost(PATIENCE).until(() -> ties(lead) == base + 3);
        assertThat(origins(lead, base)).containsExactly("WEBHOOK", "WEBHOOK", "WEBHOOK");
    }

    @Test
    void addsTheOneOfThreeStepsThatWasMissed() {
        long lead = 30_000_330;
        int base = settle(lead);
        sandbox.settings("{\"eventLagSeconds\":2}");
        sandbox.move(lead, PIPELINE, INVOICED);
        sandbox.move(lead, PIPELINE, LEAD_IN_WORK);
        await().atMost(PATIENCE).until(() -> origins(lead, base).size() == 2);
        sandbox.fault("{\"kind\":\"webhook-drop\"}");
        sandbox.move(lead, PIPELINE, INVOICED);

        await().atMost(PATIENCE).until(() -> ties(lead) == base + 3);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(origins(lead, base)).containsExactly("WEBHOOK", "WEBHOOK", "REPAIR"));
    }

    @Test
    void givesTheTimeToWhatTheDigitalPipelineHasTold() {
        long lead = 30_000_340;
        int base = settle(lead);
        sandbox.settings("{\"eventLagSeconds\":2}");
        sandbox.change("leads/" + lead + "/move?statusId=" + INVOICED + "&shape=digital-pipeline");
        await().atMost(PATIENCE).until(() -> origins(lead, base).size() == 1);

        await().atMost(PATIENCE).until(() -> ties(lead) == base + 1);
        assertThat(origins(lead, base)).containsExactly("WEBHOOK");
        assertThat(Instant.parse(
                        data("{ lead(id: \"" + lead + "\") { stageChanges(first: 50) { nodes { changedAt } } } }")
                                .getString("lead.stageChanges.nodes[" + base + "].changedAt")))
                .isEqualTo(Instant.parse(
                        data("{ lead(id: \"" + lead + "\") { updatedAt } }").getString("lead.updatedAt")));
    }

    @Test
    void addsNothingForALateWebhookOfTheDigitalPipeline() {
        long lead = 30_000_341;
        int base = settle(lead);
        sandbox.fault("{\"kind\":\"webhook-hold\"}");
        for (long stage : new long[] {INVOICED, LEAD_IN_WORK, INVOICED}) {
            sandbox.change("leads/" + lead + "/move?statusId=" + stage + "&shape=digital-pipeline");
        }
        await().atMost(PATIENCE).until(() -> origins(lead, base).size() == 3);
        int before = deliveries(lead);

        sandbox.noFaults();
        sandbox.change("webhooks/release");

        await().atMost(PATIENCE).until(() -> deliveries(lead) == before + 3);
        awaitPasses(3);
        assertThat(origins(lead, base)).containsExactly("REPAIR", "REPAIR", "REPAIR");
    }

    /** More than one page of them, and a link to one more that there is not. */
    @Test
    void readsEveryPage() {
        long first = 30_000_001;
        int count = 130;
        sandbox.settings("{\"falseNext\":true}");
        sandbox.fault("{\"kind\":\"status\",\"status\":503,\"path\":\"/api/v4/events\"}");
        sandbox.fault("{\"kind\":\"webhook-drop\"}");
        int before = repaired(first, count);
        double failures = metric("gateway_repair_failures_total");
        int moved = 0;
        for (long lead = first; lead < first + count; lead++) {
            sandbox.move(lead, PIPELINE, INVOICED);
            sandbox.move(lead, PIPELINE, LEAD_IN_WORK);
            moved++;
        }
        await().atMost(PATIENCE).until(() -> metric("gateway_repair_failures_total") > failures);
        sandbox.noFaults();

        int least = before + moved;
        await().atMost(PATIENCE).until(() -> repaired(first, count) >= least);
        // How many passes so many take depends on the machine; one that finds nothing new has found everything.
        await().atMost(PATIENCE).until(() -> {
            int some = repaired(first, count);
            awaitPasses(3);
            return repaired(first, count) == some;
        });
        assertThat(repaired(first, count)).isLessThanOrEqualTo(before + 2 * moved);
    }

    @Test
    void showsWhatHasBecomeOfTheWebhook() {
        await().atMost(PATIENCE).until(() -> webhook().equals("ACTIVE"));
        assertThat(given().get(management + "health/well").asString())
                .contains("\"" + SandboxControl.ACCOUNT + " webhook\": \"ACTIVE\"");

        sandbox.change("webhooks/switch-off");
        await().atMost(PATIENCE).until(() -> webhook().equals("DISABLED"));
        assertThat(given().get(management + "health/well").asString())
                .contains("\"" + SandboxControl.ACCOUNT + " webhook\": \"DISABLED\"")
                .doesNotContain(SandboxControl.setting("gateway.account.webhook-key"));
        assertThat(metric("gateway_webhook_state{account=\"" + SandboxControl.ACCOUNT + "\",state=\"DISABLED\"}"))
                .isEqualTo(1);

        sandbox.fault("{\"kind\":\"status\",\"status\":403,\"path\":\"/api/v4/webhooks\"}");
        await().atMost(PATIENCE).until(() -> webhook().equals("UNKNOWN"));

        sandbox.noFaults();
        await().atMost(PATIENCE).until(() -> webhook().equals("DISABLED"));
        sandbox.subscribe("http://localhost:" + RestAssured.port + SandboxControl.webhookPath(), "status_lead");
        await().atMost(PATIENCE).until(() -> webhook().equals("ACTIVE"));
    }

    /** Whatever the feature costs, the account itself is paid. */
    @Test
    void goesOnReadingWhereWebhooksAreNotPaidFor() {
        sandbox.fault("{\"kind\":\"status\",\"status\":402,\"path\":\"/api/v4/webhooks\"}");
        await().atMost(PATIENCE).until(() -> webhook().equals("UNKNOWN"));

        assertThat(data("{ account { connection { state } } }").getString("account.connection.state"))
                .isEqualTo("CONNECTED");
    }

    private static String webhook() {
        return data("{ account { connection { webhook } } }").getString("account.connection.webhook");
    }

    /** Moves it to where its story begins; how many changes the log has of before. */
    private int settle(long lead) {
        sandbox.move(lead, PIPELINE, LEAD_IN_WORK);
        awaitPasses(2);
        await().atMost(PATIENCE).until(() -> ties(lead) == origins(lead, 0).size());
        return ties(lead);
    }

    private void moveBackAndForth(long lead) {
        sandbox.move(lead, PIPELINE, INVOICED);
        sandbox.move(lead, PIPELINE, LEAD_IN_WORK);
        sandbox.move(lead, PIPELINE, INVOICED);
    }

    /** Of its changes after the first so many. */
    private static List<String> origins(long lead, int base) {
        List<String> all = data("{ lead(id: \"" + lead + "\") { stageChanges(first: 50) { nodes { origin } } } }")
                .getList("lead.stageChanges.nodes.origin", String.class);
        return all.subList(base, all.size());
    }

    /** Rows of the lead that amoCRM's record is known of. */
    private int ties(long lead) {
        return count("stage_change where event_id is not null and lead_id = " + lead);
    }

    private int deliveries(long lead) {
        // Other tests leave bodies that are no text.
        return count("delivery where position(convert_to('=" + lead + "&', 'UTF8') in body) > 0");
    }

    private int repaired(long first, int count) {
        return count(
                "stage_change where origin = 'REPAIR' and lead_id >= " + first + " and lead_id < " + (first + count));
    }

    private int count(String rows) {
        return database.query("select count(*) from " + rows)
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getInteger(0);
    }

    /** So many passes have begun and ended since. */
    private void awaitPasses(int count) {
        int before = sandbox.requests();
        await().atMost(PATIENCE)
                .until(() -> sandbox.requestsSince(before).stream()
                                .filter(request -> request.matches("GET /api/v4/events (200|204)"))
                                .count()
                        > count);
    }

    /** The sum over all its series. */
    private double metric(String name) {
        return given().get(management + "metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
