package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import camp.elbrusboot.gateway.journey.SandboxControl;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A refresh token works once, so of two processes that need a new pair at the same moment exactly one buys it. */
@Timeout(value = 90, unit = TimeUnit.MINUTES)
class RefreshRaceIT {
    private static final int ROUNDS = Integer.getInteger("race.rounds", 6);
    private static final int REFRESH_AHEAD = 600;

    /** amoCRM takes such a token for ten minutes yet, but a second after it was bought the gateway wants another one. */
    private static final String SHORT_LIFE = "{\"accessTokenSeconds\":" + (REFRESH_AHEAD + 1) + "}";

    /** The winner's pair must not be due before a slow loser looks at it. */
    private static final String LONG_LIFE = "{\"accessTokenSeconds\":86400}";

    private final SandboxControl sandbox = new SandboxControl();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private OwnDatabase database;
    private long asked;

    @BeforeEach
    void ownDatabase() throws Exception {
        database = new OwnDatabase("refresh_race_it");
        SandboxControl.flushCache();
        sandbox.settings("{\"rateLimit\":0}");
    }

    @AfterEach
    void leaveNoTrace() throws Exception {
        threads.shutdownNow();
        sandbox.noFaults();
        sandbox.settings("{\"rateLimit\":7,\"accessTokenSeconds\":86400}");
        database.close();
    }

    @Test
    void exactlyOneOfTwoProcessesRefreshes() throws Exception {
        Map<String, String> settings = database.settings();
        settings.put("gateway.account.authorization-code", sandbox.authorizationCode());
        settings.put("gateway.account.refresh-ahead", REFRESH_AHEAD + "s");
        // The pace is the business of StormIT.
        settings.put("gateway.upstream.requests-per-second", "1000");
        try (GatewayProcess one = GatewayProcess.start(settings, ProcessLog.of(RefreshRaceIT.class, "one"));
                GatewayProcess other = GatewayProcess.start(settings, ProcessLog.of(RefreshRaceIT.class, "other"))) {
            assertThat(lead(one).codes()).isEmpty();
            assertThat(contact(other).codes()).isEmpty();
            long begin = System.nanoTime();
            for (int round = 1; round <= ROUNDS; round++) {
                boolean byExpiry = round % 2 == 1;
                if (byExpiry) {
                    giveBothATokenThatIsDue(one, other);
                } else {
                    rejectOnceOfEach();
                }
                race(one, other, "round " + round + (byExpiry ? " by expiry" : " by rejection"));
            }
            System.out.printf(
                    "RefreshRaceIT: %d rounds in %d s%n",
                    ROUNDS, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
        }
    }

    private void race(GatewayProcess one, GatewayProcess other, String round) throws Exception {
        int before = sandbox.requests();
        CyclicBarrier start = new CyclicBarrier(2);
        Future<Answer> first = threads.submit(() -> {
            start.await();
            return lead(one);
        });
        Future<Answer> second = threads.submit(() -> {
            start.await();
            return contact(other);
        });

        assertThat(first.get().document().path("errors")).as(round).isEmpty();
        assertThat(second.get().document().path("errors")).as(round).isEmpty();
        assertThat(first.get().id()).as(round).isNotEqualTo("none");
        assertThat(second.get().id()).as(round).isNotEqualTo("none");
        assertThat(sandbox.tokenCallsSince(before)).as(round).containsExactly(200);
    }

    /** Both hold a token that amoCRM still takes, and that has to be refreshed. */
    private void giveBothATokenThatIsDue(GatewayProcess one, GatewayProcess other) {
        sandbox.settings(SHORT_LIFE);
        // One after the other: this is not yet the race.
        rejectOnceOfEach();
        assertThat(lead(one).codes()).isEmpty();
        assertThat(contact(other).codes()).isEmpty();
        sandbox.settings(LONG_LIFE);
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> "t"
                        .equals(database.value("select access_expires_at < now() + interval '" + REFRESH_AHEAD
                                + " seconds' - interval '10 milliseconds' from account_token")));
    }

    /** One process asks for leads alone and the other for contacts, so that neither takes the other's refusal. */
    private void rejectOnceOfEach() {
        for (String path : new String[] {"/api/v4/leads", "/api/v4/contacts"}) {
            sandbox.fault("{\"kind\":\"status\",\"status\":401,\"path\":\"" + path + "\",\"times\":1}");
        }
    }

    /** Nobody has asked for this one before. */
    private Answer lead(GatewayProcess gateway) {
        return gateway.ask("{ it: lead(id: \"" + (30_000_001 + next()) + "\") { id } }")
                .join();
    }

    private Answer contact(GatewayProcess gateway) {
        return gateway.ask("{ it: contact(id: \"" + (50_000_001 + next()) + "\") { id } }")
                .join();
    }

    private synchronized long next() {
        return ++asked;
    }
}
