package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import camp.elbrusboot.gateway.journey.SandboxControl;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.embedded.RedisServer;

/** Many more questions than amoCRM allows, to several processes at once: amoCRM gets its seven a second and no more. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class StormIT {
    private static final int SECONDS = Integer.getInteger("storm.seconds", 12);
    private static final int CLIENTS = 200;
    private static final int ALLOWED = 7;
    private static final String[] NAMES = {"one", "two", "three"};
    private static final String CALLS = "gateway_upstream_calls_total";
    private static final String WAITING = "gateway_upstream_waiting";
    private static final String PREFETCH = "priority=\"PREFETCH\"";
    private static final String[] URGENT = {};
    private static final String[] NOT_URGENT = {"Priority", "u=6"};

    private final SandboxControl sandbox = new SandboxControl();
    private final List<GatewayProcess> fleet = new ArrayList<>();
    private OwnDatabase database;
    private RedisServer redis;
    private Map<String, String> settings;

    @BeforeEach
    void ownStores() throws Exception {
        database = new OwnDatabase("storm_it");
        // Its own: nothing cached, no replicas but these, and it can be stopped.
        redis = RedisServer.newRedisServer()
                .port(Ports.free())
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("appendonly no")
                .build();
        redis.start();
        settings = database.settings();
        settings.put("gateway.redis.url", "redis://localhost:" + redis.ports().get(0));
        settings.put("gateway.account.authorization-code", sandbox.authorizationCode());
        // As an operator would have them, not as tests that wait for failures do.
        settings.keySet()
                .removeIf(name -> name.startsWith("gateway.calls.")
                        || name.startsWith("gateway.pause.")
                        || name.equals("gateway.upstream.transit"));
    }

    @AfterEach
    void leaveNoTrace() throws Exception {
        for (GatewayProcess gateway : fleet) {
            gateway.kill();
        }
        redis.stop();
        database.close();
    }

    @Test
    void keepsToTheAllowanceAndServesFirstWhomSomebodyWaitsFor() throws Exception {
        start("storm", NAMES.length);
        sandbox.forgetRate();

        try (Storm storm = new Storm(fleet, CLIENTS)) {
            // From here on somebody waits in every process all the time, so that nothing is left for who is not urgent.
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> fleet.stream().allMatch(gateway -> gateway.metric(WAITING, "") > CLIENTS / 20));
            double prefetched = sum(CALLS, PREFETCH);
            double called = sum(CALLS, "");
            storm.blow(Duration.ofSeconds(SECONDS));
            prefetched = sum(CALLS, PREFETCH) - prefetched;
            called = sum(CALLS, "") - called;

            report("a storm", storm.end());
            assertThat(called).isPositive();
            assertThat(prefetched).as("of %s calls", called).isLessThanOrEqualTo(called * 0.03);
            assertThat(storm.answered()).isPositive();
            assertThat(storm.codes()).isSubsetOf("UPSTREAM_RATE_LIMITED");
        }
        assertAllowance();
    }

    @Test
    void keepsToTheAllowanceWhileRedisComesAndGoes() throws Exception {
        start("storm-without-redis", NAMES.length);
        sandbox.forgetRate();

        try (Storm storm = new Storm(fleet, CLIENTS)) {
            storm.blow(Duration.ofMillis(SECONDS * 1_000L / 3));
            redis.stop();
            double before = sum(CALLS, "");
            storm.blow(Duration.ofMillis(SECONDS * 1_000L / 3));
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> fleet.stream().allMatch(g -> g.metric("gateway_upstream_redis_away", "") > 0));
            await().atMost(Duration.ofMinutes(1)).until(() -> sum(CALLS, "") > before + 2 * ALLOWED);
            redis.start();
            storm.blow(Duration.ofMillis(SECONDS * 1_000L / 3));
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> fleet.stream().allMatch(g -> g.metric("gateway_upstream_redis_away", "") == 0));
            double since = sum(CALLS, "");
            await().atMost(Duration.ofMinutes(1)).until(() -> sum(CALLS, "") > since + 2 * ALLOWED);

            report("a storm with Redis gone for a third of it", storm.end());
            assertThat(storm.codes()).isSubsetOf("UPSTREAM_RATE_LIMITED");
        }
        assertAllowance();
    }

    @Test
    void anUrgentCallOvertakesEveryoneInTheFleetWhoIsNot() throws Exception {
        int many = 24;
        settings.put("gateway.upstream.requests-per-second", "1");
        settings.put("gateway.upstream.max-wait", "60s");
        start("overtaking", 2);
        assertThat(Storm.ask(fleet.get(1), 3, 0, URGENT).join().codes()).isEmpty();
        await().until(() -> fleet.stream().allMatch(gateway -> gateway.metric("gateway_upstream_replicas", "") == 2));

        // A second apart each: at least ten of them wait yet, however slowly the urgent one gets there.
        List<CompletableFuture<Answer>> notUrgent = IntStream.range(0, many)
                .mapToObj(i -> Storm.ask(fleet.get(0), 3, 1 + i, NOT_URGENT))
                .toList();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> sum(CALLS, PREFETCH) + fleet.get(0).metric(WAITING, "") >= many);

        assertThat(Storm.ask(fleet.get(1), 3, many + 1, URGENT).join().codes()).isEmpty();

        long overtaken = notUrgent.stream().filter(f -> !f.isDone()).count();
        System.out.printf("StormIT: the urgent call overtook %d of %d%n", overtaken, many);
        assertThat(overtaken).isGreaterThanOrEqualTo(many / 3);
        assertThat(fleet.get(0).metric("gateway_upstream_refused_total", "")).isZero();
    }

    private void start(String name, int processes) throws IOException {
        for (String process : List.of(NAMES).subList(0, processes)) {
            fleet.add(GatewayProcess.start(settings, ProcessLog.of(StormIT.class, name + "-" + process)));
        }
    }

    private void assertAllowance() {
        SandboxControl.Rate rate = sandbox.rate();
        assertThat(rate.total()).isPositive();
        assertThat(rate.maxInAnySecond()).as("%s", rate).isLessThanOrEqualTo(ALLOWED);
        assertThat(rate.rejected429()).as("%s", rate).isZero();
    }

    private void report(String what, String answers) {
        System.out.printf(
                "StormIT: %s: %s; %s; calls by priority: %.0f INTERACTIVE, %.0f PREFETCH; longest wait %.1f s%n",
                what,
                answers,
                sandbox.rate(),
                sum(CALLS, "priority=\"INTERACTIVE\""),
                sum(CALLS, PREFETCH),
                fleet.stream()
                        .mapToDouble(g -> g.metric("gateway_upstream_wait_seconds_max", "priority=\"INTERACTIVE\""))
                        .max()
                        .orElse(0));
    }

    private double sum(String metric, String tag) {
        return fleet.stream()
                .mapToDouble(gateway -> gateway.metric(metric, tag))
                .sum();
    }
}
