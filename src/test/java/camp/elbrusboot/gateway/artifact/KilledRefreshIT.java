package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import camp.elbrusboot.gateway.journey.SandboxControl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A refresh that is cut short. Either the chain of tokens goes on, or amoCRM has given a pair that nobody has: then an
 * administrator has to help, is told so, and amoCRM is left alone.
 */
@Timeout(value = 90, unit = TimeUnit.MINUTES)
class KilledRefreshIT {
    private static final int ROUNDS = Integer.getInteger("kill.rounds", 3);
    private static final int QUERIES = 20;
    private static final String REJECT = "{\"kind\":\"status\",\"status\":401,\"path\":\"/api/v4/\"";

    private final SandboxControl sandbox = new SandboxControl();
    private OwnDatabase database;
    private Map<String, String> settings;
    private Path log;
    private long asked;

    /** Around when the process is killed; the facts decide what it led to. */
    private enum Moment {
        EARLY,
        WHILE_THE_ANSWER_IS_ON_ITS_WAY,
        LATE
    }

    private enum Fate {
        NOT_ROTATED,
        LOST,
        COMMITTED
    }

    @BeforeEach
    void ownDatabase() throws Exception {
        database = new OwnDatabase("killed_refresh_it");
        settings = database.settings();
        settings.remove("gateway.account.authorization-code");
        // What is stored has to keep the gateway from asking again, not what it remembers for a while.
        settings.put("gateway.tokens.refusal-lasts", "100ms");
        SandboxControl.flushCache();
    }

    @AfterEach
    void leaveNoTrace() throws Exception {
        sandbox.noFaults();
        database.close();
    }

    @Test
    void losesTheChainOnlyWithThePairAndThenSaysSo() throws Exception {
        log = ProcessLog.of(KilledRefreshIT.class, "killed");
        long seed = Long.getLong("kill.seed", System.nanoTime());
        System.out.printf("KilledRefreshIT: %d rounds, -Dkill.seed=%d%n", ROUNDS, seed);
        Random random = new Random(seed);
        Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
        GatewayProcess gateway = startWithCode();
        try {
            List<Moment> moments = new ArrayList<>(List.of(Moment.values()));
            for (int round = 0; round < ROUNDS; round++) {
                if (round % moments.size() == 0) {
                    Collections.shuffle(moments, random);
                }
                String which = "seed " + seed + ", round " + round;
                assertThat(lead(gateway).codes()).as(which).isEmpty();

                int before = sandbox.requests();
                String pair = pair();
                killWhileItRefreshes(gateway, moments.get(round % moments.size()), random);
                boolean committed = !pair.equals(pair());
                // Who starts now has to buy the next pair: that alone proves that the chain lives.
                database.execute("update account_token set access_expires_at = now()");
                long logged = Files.size(log);
                gateway = GatewayProcess.start(settings, log);

                Answer answer = lead(gateway);
                Fate fate = fate(committed, answer, before);
                fates.merge(fate, 1, Integer::sum);
                if (fate == Fate.LOST) {
                    assertThat(answer.codes()).as(which).containsExactly("NEEDS_AUTHORIZATION");
                    assertGivesUp(gateway, before, which);
                    assertThat(logSince(logged)).as(which).contains("/oauth/connect?account=");
                    gateway.kill();
                    gateway = startWithCode();
                } else {
                    assertThat(answer.codes()).as("%s: %s", which, fate).isEmpty();
                    assertThat(answer.id()).as(which).isNotEqualTo("none");
                    assertThat(sandbox.tokenCallsSince(before)).as(which).containsOnly(200);
                }
            }
        } finally {
            gateway.close();
        }
        System.out.println("KilledRefreshIT: " + fates);
    }

    @Test
    void givesUpAfterALostReplyWithoutALoop() throws Exception {
        log = ProcessLog.of(KilledRefreshIT.class, "lost-reply");
        try (GatewayProcess gateway = startWithCode()) {
            int before = sandbox.requests();
            sandbox.fault(REJECT + "}");
            sandbox.fault("{\"kind\":\"lost-reply\",\"path\":\"/oauth2/access_token\",\"times\":1}");

            // Until it asks with the spent token, it cannot know that amoCRM has given it another one.
            assertThat(lead(gateway).codes()).containsExactly("UPSTREAM_UNAVAILABLE");
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> lead(gateway).codes().equals(List.of("NEEDS_AUTHORIZATION")));

            assertGivesUp(gateway, before, "lost reply");
            assertThat(sandbox.tokenCallsSince(before)).containsExactly(0, 401);
            assertThat(Files.readString(log)).contains("/oauth/connect?account=");
        }
    }

    private void killWhileItRefreshes(GatewayProcess gateway, Moment moment, Random random) throws Exception {
        int before = sandbox.requests();
        int delay = moment == Moment.WHILE_THE_ANSWER_IS_ON_ITS_WAY ? 20_000 : 1 + random.nextInt(50);
        sandbox.fault(
                "{\"kind\":\"slow-reply\",\"delayMs\":" + delay + ",\"path\":\"/oauth2/access_token\",\"times\":1}");
        sandbox.fault(REJECT + ",\"times\":1}");
        var unused = ask(gateway);
        if (moment != Moment.EARLY) {
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> !sandbox.tokenCallsSince(before).isEmpty());
        }
        int pause =
                switch (moment) {
                    case EARLY -> random.nextInt(30);
                    case WHILE_THE_ANSWER_IS_ON_ITS_WAY -> random.nextInt(1_000);
                    case LATE -> random.nextInt(200);
                };
        await().pollDelay(Duration.ofMillis(pause)).until(() -> true);
        gateway.kill();
        sandbox.noFaults();
        // A commit that was sent is carried out, whoever sent it.
        await().atMost(Duration.ofMinutes(1)).until(() -> "0"
                .equals(database.value("select count(*) from pg_stat_activity"
                        + " where datname = current_database() and pid <> pg_backend_pid()")));
    }

    /** What became of the pair that the killed process bought: amoCRM gave one more than its successor has received. */
    private Fate fate(boolean committed, Answer answer, int before) {
        if (committed) {
            return Fate.COMMITTED;
        }
        long given =
                sandbox.tokenCallsSince(before).stream().filter(s -> s == 200).count();
        long received = answer.codes().isEmpty() ? 1 : 0;
        return given > received ? Fate.LOST : Fate.NOT_ROTATED;
    }

    private void assertGivesUp(GatewayProcess gateway, int before, String which) {
        for (int i = 0; i < QUERIES; i++) {
            Answer answer = lead(gateway);
            assertThat(answer.codes()).as(which).containsExactly("NEEDS_AUTHORIZATION");
            assertThat(answer.messages()).as(which).contains("has to be connected again by its administrator");
        }
        assertThat(sandbox.tokenCallsSince(before)).as(which).hasSizeLessThanOrEqualTo(3);
    }

    private GatewayProcess startWithCode() throws IOException {
        settings.put("gateway.account.authorization-code", sandbox.authorizationCode());
        GatewayProcess gateway = GatewayProcess.start(settings, log);
        settings.remove("gateway.account.authorization-code");
        assertThat(lead(gateway).codes()).isEmpty();
        return gateway;
    }

    private String pair() throws Exception {
        return Objects.requireNonNull(database.value("select encode(refresh_token, 'hex') from account_token"));
    }

    private String logSince(long position) throws IOException {
        byte[] all = Files.readAllBytes(log);
        return new String(all, (int) position, all.length - (int) position, StandardCharsets.UTF_8);
    }

    /** Nobody has asked for this one before. */
    private Answer lead(GatewayProcess gateway) {
        return ask(gateway).join();
    }

    private CompletableFuture<Answer> ask(GatewayProcess gateway) {
        return gateway.ask("{ it: lead(id: \"" + (30_000_001 + asked++) + "\") { id } }");
    }
}
