package camp.elbrusboot.gateway.journey;

import static camp.elbrusboot.gateway.journey.Graphql.data;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URL;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nobody reads what was true before an event once they have heard of it. */
@QuarkusTest
@Timeout(60)
class CacheTest {
    @TestHTTPResource(value = "/", management = true)
    URL management;

    private static final long PIPELINE = 1309792;
    private static final long IN_WORK = 22695448;
    private static final long INVOICED = 21234454;

    private final SandboxControl sandbox = new SandboxControl();

    @BeforeEach
    void subscribeTheWebhook() {
        sandbox.subscribe("http://localhost:" + RestAssured.port + SandboxControl.webhookPath());
    }

    @AfterEach
    void leaveNoFault() {
        sandbox.noFaults();
    }

    @Test
    void keepsNoAnswerThatWasOnItsWayWhenTheLeadMoved() throws Exception {
        long lead = 30_000_101;
        moveAndHear(lead, IN_WORK);
        SandboxControl.flushCache();
        int before = sandbox.requests();
        sandbox.fault("{\"kind\":\"slow-body\",\"delayMs\":3000,\"path\":\"/api/v4/leads/" + lead + "\",\"times\":1}");

        CompletableFuture<String> onItsWay = CompletableFuture.supplyAsync(() -> stage(lead));
        await().atMost(10, TimeUnit.SECONDS).until(() -> sandbox.requests() > before);
        moveAndHear(lead, INVOICED);
        onItsWay.get(20, TimeUnit.SECONDS);

        assertThat(stage(lead)).isEqualTo(PIPELINE + ":" + INVOICED);
        assertThat(stage(lead)).isEqualTo(PIPELINE + ":" + INVOICED);
    }

    @Test
    void forgetsTheListsThatTheLeadMovedInto() {
        long lead = 30_000_102;
        moveAndHear(lead, IN_WORK);
        String query = "{ pipeline(id: \"1309792\") { status(statusId: \"" + INVOICED
                + "\") { leads(first: 1) { nodes { id status { statusId } } } } } }";
        assertThat(data(query).getString("pipeline.status.leads.nodes[0].id")).isNotEqualTo("30000102");

        moveAndHear(lead, INVOICED);

        assertThat(data(query).getString("pipeline.status.leads.nodes[0].id")).isEqualTo("30000102");
    }

    /** Frozen for far longer than anybody may wait: whoever waits for Redis runs into the time-out. */
    @Test
    void isSlowerAndNotWrongWhileRedisIsFrozen() {
        long lead = 30_000_103;
        moveAndHear(lead, IN_WORK);
        assertThat(stage(lead)).isEqualTo(PIPELINE + ":" + IN_WORK);

        CompletableFuture<Void> frozen = CompletableFuture.runAsync(() -> SandboxControl.redis("DEBUG SLEEP 18"));
        assertTimeout(Duration.ofSeconds(14), () -> {
            moveAndHear(lead, INVOICED);
            assertThat(stage(lead)).isEqualTo(PIPELINE + ":" + INVOICED);
        });
        assertThat(frozen).isNotDone();
        frozen.orTimeout(30, TimeUnit.SECONDS).join();

        // What was kept before the frost is still in Redis; it is not to be believed.
        assertThat(stage(lead)).isEqualTo(PIPELINE + ":" + INVOICED);
    }

    /** Redis takes reads and refuses writes: evictions have to wait, and what they concern is not read from it. */
    @Test
    void doesNotBelieveWhatItCouldNotEvict() {
        long lead = 30_000_104;
        moveAndHear(lead, IN_WORK);
        assertThat(stage(lead)).isEqualTo(PIPELINE + ":" + IN_WORK);

        SandboxControl.redis("CONFIG SET maxmemory 1");
        try {
            moveAndHear(lead, INVOICED);
            assertThat(stage(lead)).isEqualTo(PIPELINE + ":" + INVOICED);
        } finally {
            SandboxControl.redis("CONFIG SET maxmemory 0");
        }

        await().atMost(20, TimeUnit.SECONDS)
                .until(() ->
                        given().get(management + "metrics").asString().contains("gateway_cache_pending_evictions 0.0"));
        assertThat(stage(lead)).isEqualTo(PIPELINE + ":" + INVOICED);
    }

    @Test
    void answersWithWhatIsOldWhileAmoCrmCannotBeAsked() {
        String query = "{ lead(id: \"30000105\") { name contacts { name } } pipelines { name } }";
        Object fresh = data(query).get();
        age();
        sandbox.fault("{\"kind\":\"status\",\"status\":503,\"path\":\"/api\"}");

        assertThat(data(query).<Object>get()).isEqualTo(fresh);

        sandbox.noFaults();
        int before = sandbox.requests();
        data(query);
        assertThat(sandbox.requests() - before).isEqualTo(3);
    }

    /** As if everything in the cache had been read an hour ago. */
    private static void age() {
        SandboxControl.redis("EVAL \"for _, key in ipairs(redis.call('KEYS', 'gateway*:*')) do"
                + " local aged = string.gsub(redis.call('GET', key), '^(%d+)|', function(at)"
                + " return string.format('%.0f', at - 3600000) .. '|' end)"
                + " redis.call('SET', key, aged, 'KEEPTTL') end return redis.status_reply('OK')\" 0");
    }

    private static String stage(long lead) {
        return data("{ lead(id: \"" + lead + "\") { status { id } } }").getString("lead.status.id");
    }

    /** Moves the lead, and returns when a subscriber has been told. */
    private void moveAndHear(long lead, long status) {
        String target = PIPELINE + ":" + status;
        if (target.equals(stage(lead))) {
            return;
        }
        try (GraphqlSocket socket = new GraphqlSocket()) {
            socket.subscribe("subscription { stageChanged(filter: {leadIds: [\"" + lead
                    + "\"]}) { status { id } lead { status { id } } } }");
            sandbox.move(lead, PIPELINE, status);
            JsonNode change = socket.stageChange();
            assertThat(change.at("/status/id").asText()).isEqualTo(target);
            assertThat(change.at("/lead/status/id").asText()).isEqualTo(target);
        }
    }
}
