package camp.elbrusboot.gateway.journey;

import static camp.elbrusboot.gateway.journey.Graphql.ask;
import static camp.elbrusboot.gateway.journey.Graphql.data;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
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

        await().atMost(30, TimeUnit.SECONDS).until(() -> {
            assertThat(stage(lead)).isEqualTo(PIPELINE + ":" + INVOICED);
            return given().get(management + "metrics").asString().contains("gateway_cache_redis_away 0.0");
        });
    }

    @Test
    void answersWithWhatIsOldWhileAmoCrmCannotBeAsked() {
        String query = "{ lead(id: \"30000105\") { name contacts { name } } pipelines { name } }";
        Object fresh = data(query).get();
        age(Duration.ofMinutes(30));
        sandbox.fault("{\"kind\":\"status\",\"status\":503,\"path\":\"/api\"}");

        assertThat(data(query).<Object>get()).isEqualTo(fresh);

        sandbox.noFaults();
        int before = sandbox.requests();
        // Not everybody tries whether amoCRM is back, but one of several does.
        await().atMost(10, TimeUnit.SECONDS).until(() -> {
            data(query);
            return sandbox.requests() - before == 3;
        });
    }

    @Test
    void answersAtOnceWithWhatIsALittleOldAndRenewsIt() {
        String query = "{ lead(id: \"30000106\") { name } }";
        Object fresh = data(query).get();
        age(Duration.ofMinutes(3));
        int before = sandbox.requests();
        sandbox.fault("{\"kind\":\"slow-reply\",\"delayMs\":5000,\"path\":\"/api/v4/leads/30000106\",\"times\":1}");

        JsonPath answer = assertTimeout(Duration.ofSeconds(4), () -> ask(query));
        assertThat(answer.<Object>get("data")).isEqualTo(fresh);
        assertThat(answer.getBoolean("extensions.freshness.stale")).isTrue();

        await().atMost(20, TimeUnit.SECONDS).until(() -> sandbox.requests() - before == 1);
    }

    @Test
    void remembersThatThereIsNone() {
        String query = "{ lead(id: \"39999999\") { name } leadsById(ids: [\"39999998\", \"39999999\"]) { id } }";
        assertThat(data(query).getString("lead")).isNull();
        int before = sandbox.requests();

        assertThat(data(query).getString("lead")).isNull();

        assertThat(sandbox.requests()).isEqualTo(before);
    }

    /** With everything else, Redis has forgotten the mark that keeps a late answer out. */
    @Test
    void keepsNoAnswerThatWasOnItsWayWhenRedisWasFlushed() throws Exception {
        long lead = 30_000_107;
        moveAndHear(lead, IN_WORK);
        SandboxControl.flushCache();
        int before = sandbox.requests();
        sandbox.fault("{\"kind\":\"slow-body\",\"delayMs\":3000,\"path\":\"/api/v4/leads/" + lead + "\",\"times\":1}");

        CompletableFuture<String> onItsWay = CompletableFuture.supplyAsync(() -> stage(lead));
        await().atMost(10, TimeUnit.SECONDS).until(() -> sandbox.requests() > before);
        moveAndHear(lead, INVOICED);
        SandboxControl.flushCache();
        onItsWay.get(20, TimeUnit.SECONDS);

        assertThat(stage(lead)).isEqualTo(PIPELINE + ":" + INVOICED);
    }

    /** As after a restart from a snapshot: what was evicted since then is there again. */
    @Test
    void doesNotBelieveARedisThatHasGoneBackInTime() {
        long lead = 30_000_108;
        moveAndHear(lead, IN_WORK);
        assertThat(stage(lead)).isEqualTo(PIPELINE + ":" + IN_WORK);
        String snapshot = "for _, key in ipairs(redis.call('KEYS', '%s*:*')) do local value = redis.call('GET', key)"
                + " if value then redis.call('SET', '%s' .. key, value) end end return redis.status_reply('OK')";
        SandboxControl.redis("EVAL \"" + snapshot.formatted("gateway", "saved:") + "\" 0");

        moveAndHear(lead, INVOICED);
        String restore = "for _, key in ipairs(redis.call('KEYS', 'saved:*')) do"
                + " redis.call('SET', string.sub(key, 7), redis.call('GET', key)) redis.call('DEL', key) end"
                + " return redis.status_reply('OK')";
        SandboxControl.redis("EVAL \"" + restore + "\" 0");
        SandboxControl.forgetMemory();

        assertThat(stage(lead)).isEqualTo(PIPELINE + ":" + INVOICED);
    }

    /** Another replica has told its subscribers of something that this one has not come to yet. */
    @Test
    void doesNotBelieveItsMemoryWhileAnotherReplicaIsAhead() {
        long lead = 30_000_109;
        assertThat(stage(lead)).isNotNull();
        int before = sandbox.requests();
        assertThat(stage(lead)).isNotNull();
        assertThat(sandbox.requests()).isEqualTo(before);

        shiftPosition(1_000);
        try {
            SandboxControl.redis("EVAL \"for _, key in ipairs(redis.call('KEYS', '*:lead:" + lead
                    + "')) do redis.call('DEL', key) end return redis.status_reply('OK')\" 0");
            assertThat(stage(lead)).isNotNull();
            assertThat(sandbox.requests()).isEqualTo(before + 1);
        } finally {
            shiftPosition(-1_000);
        }
    }

    private static void shiftPosition(int by) {
        SandboxControl.redis("EVAL \"for _, key in ipairs(redis.call('KEYS', 'gateway*:state')) do"
                + " redis.call('SET', key, (string.gsub(redis.call('GET', key), '^(%w+)|(%d+)', function(i, p)"
                + " return i .. '|' .. string.format('%.0f', p + " + by + ") end))) end"
                + " return redis.status_reply('OK')\" 0");
    }

    /** As if everything in the cache had been read that long ago. */
    private static void age(Duration by) {
        SandboxControl.forgetMemory();
        SandboxControl.redis("EVAL \"for _, key in ipairs(redis.call('KEYS', 'gateway*:*')) do"
                + " local aged = string.gsub(redis.call('GET', key), '^(%w+)|(%d+)|(%d+|%d+|)', function(i, at, rest)"
                + " return i .. '|' .. string.format('%.0f', at - " + by.toMillis() + ") .. '|' .. rest end)"
                + " if not string.match(key, 'state$') then redis.call('SET', key, aged, 'KEEPTTL') end end"
                + " return redis.status_reply('OK')\" 0");
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
