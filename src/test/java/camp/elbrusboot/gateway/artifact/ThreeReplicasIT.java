package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import camp.elbrusboot.gateway.journey.GraphqlSocket;
import camp.elbrusboot.gateway.reads.Follower;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * PostgreSQL is stopped, then Redis is killed, then one of three replicas is frozen, while webhooks pour in: every move is
 * in the log once, and every subscriber gets the log, all of it, in order, each event once.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ThreeReplicasIT {
    private static final int WITHOUT_POSTGRES = Integer.getInteger("outage.postgres.seconds", 3);
    private static final int FROZEN = Integer.getInteger("freeze.seconds", 5);
    private static final int A_SECOND = Integer.getInteger("outage.webhooks.rate", 8);
    private static final long SEED = Long.getLong("outage.seed", System.nanoTime() & 0xffffff);
    private static final int WITHOUT_REDIS = 2;
    private static final int REPLICAS = 3;
    private static final int FOLLOWERS = 3;
    private static final int MOST_AT_ONCE = 3 * A_SECOND;

    /** What amoCRM repeats for 95 minutes comes for four times as long as PostgreSQL is away. */
    private static final double TIME_SCALE =
            4.0 * WITHOUT_POSTGRES / Duration.ofMinutes(95).toSeconds();

    /** Less than amoCRM's two seconds. */
    private static final Duration ROUTER_PATIENCE = Duration.ofMillis(1_500);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Random random = new Random(SEED);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Fleet fleet;
    private LeadRounds rounds;
    private Bookkeeping books;
    private String destination;

    @Test
    void losesNothingRepeatsNothingAndCatchesUp() throws Exception {
        System.out.printf(
                "ThreeReplicasIT: PostgreSQL away for %d s, a replica frozen for %d s, -Doutage.seed=%d%n",
                WITHOUT_POSTGRES, FROZEN, SEED);
        List<Follower> followers = new ArrayList<>();
        // What amoCRM gives up, or does not send once it has switched the webhook off, is found in its event feed; what
        // is
        // only late is left to the webhook.
        Map<String, String> settings = Map.of(
                "gateway.repair.enabled", "true",
                "gateway.repair.interval", "1s",
                "gateway.repair.lag", "20s",
                "gateway.log.patience", "2s");
        try (OwnPostgres postgres = new OwnPostgres(Map.of());
                Fleet own = new Fleet(ThreeReplicasIT.class, postgres.settings(), REPLICAS, settings);
                HookRouter router = new HookRouter(own::webhooks, new Random(random.nextLong()), ROUTER_PATIENCE);
                LeadRounds moving = new LeadRounds(own.sandbox, own.frontends().get(0))) {
            fleet = own;
            rounds = moving;
            fleet.sandbox.settings("{\"webhookTimeScale\":" + TIME_SCALE + "}");
            destination = router.url();
            books = new Bookkeeping(fleet, destination);
            subscribe();
            String begin = books.begin();
            for (int i = 0; i < FOLLOWERS; i++) {
                followers.add(new Follower(fleet::sockets, begin, random.nextLong(), MOST_AT_ONCE));
            }
            int victim = random.nextInt(REPLICAS);
            try (GraphqlSocket steady = new GraphqlSocket(fleet.socket(victim))) {
                steady.start("subscription { stageChanged(after: \"" + begin + "\") { id } }");
                rounds.begin(A_SECOND);
                pass(1);
                long refused = withoutPostgres(postgres);
                withoutRedis();
                withOneFrozen(victim);
                rounds.end();

                await().atMost(PATIENCE).until(() -> inLog("true") >= rounds.moves());
                int acknowledged = books.acknowledged().size();
                // What was acknowledged is there because it was kept, and not because the repair has found it.
                assertThat(inLog("delivery_id is not null")).isGreaterThanOrEqualTo(acknowledged);
                List<String> log = books.log();
                assertThat(log).hasSize(rounds.moves());
                for (Follower follower : followers) {
                    await().atMost(PATIENCE).until(() -> follower.ids().size() >= log.size());
                    assertThat(follower.ids()).isEqualTo(log);
                    assertThat(follower.complaints()).isEmpty();
                }
                List<String> heard = new ArrayList<>();
                while (heard.size() < log.size()) {
                    heard.add(steady.stageChange().path("id").asText());
                }
                assertThat(heard).isEqualTo(log);
                assertThat(steady.isQuiet()).isTrue();
                System.out.printf(
                        "ThreeReplicasIT: %d moves, %d deliveries acknowledged, %d attempts refused with 503 without"
                                + " PostgreSQL, %d moves known from the event feed alone; sessions %s%n",
                        log.size(),
                        acknowledged,
                        refused,
                        inLog("delivery_id is null"),
                        followers.stream().map(Follower::sessions).toList());
            }
        } finally {
            followers.forEach(Follower::close);
        }
    }

    /** To what tells of moves alone: one delivery for each. */
    private void subscribe() {
        fleet.sandbox.subscribe(destination, "status_lead");
    }

    /** Returns when so many moves have been made as are made in the time. */
    private void pass(int seconds) {
        int enough = rounds.moves() + seconds * A_SECOND;
        await().atMost(PATIENCE).until(() -> rounds.moves() >= enough);
    }

    /** Emits how many attempts were refused. */
    private long withoutPostgres(OwnPostgres postgres) throws Exception {
        postgres.stop();
        double stopped = System.currentTimeMillis();
        pass(WITHOUT_POSTGRES);
        List<Bookkeeping.Attempt> meanwhile = books.attempts().stream()
                .filter(attempt -> attempt.at() > stopped)
                .toList();
        postgres.start();
        assertThat(meanwhile).noneMatch(Bookkeeping.Attempt::isAcknowledged);
        long refused =
                meanwhile.stream().filter(attempt -> attempt.status() == 503).count();
        assertThat(refused).isPositive();
        // amoCRM switches a webhook off for a hundred bad answers; somebody switches it on again.
        subscribe();
        awaitAcknowledgement();
        return refused;
    }

    private void withoutRedis() throws Exception {
        fleet.redis.kill();
        pass(WITHOUT_REDIS);
        awaitAcknowledgement();
        fleet.redis.start();
    }

    private void withOneFrozen(int victim) throws Exception {
        freezeWithTheLock(victim);
        pass(FROZEN);
        // The others do not wait for it.
        awaitAcknowledgement();
        fleet.replica(victim).thaw();
        awaitAcknowledgement();
    }

    /**
     * At the worst moment: just before it is given the lock of the account's log, which the others need, too. That is while
     * all three wait for the lock, as PostgreSQL gives it to each in its turn.
     */
    private void freezeWithTheLock(int victim) throws Exception {
        try (Connection other = fleet.database.connect();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("select pg_advisory_xact_lock(hashtextextended('gateway-log', "
                    + SandboxSettings.settings().get("gateway.account.id") + "))");
            await().atMost(PATIENCE).until(() -> {
                // Of what is no move. They give up after a while, so there have to be others.
                fleet.webhooks().forEach(this::touch);
                return "3"
                        .equals(fleet.database.value(
                                "select count(*) from pg_locks where locktype = 'advisory' and not granted"));
            });
            fleet.replica(victim).freeze();
            other.rollback();
        }
    }

    private void touch(String webhook) {
        var unused = http.sendAsync(
                HttpRequest.newBuilder(URI.create(webhook))
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("leads[update][0][id]=30000999"))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }

    /** Of what is sent from now on. */
    private void awaitAcknowledgement() {
        double now = System.currentTimeMillis();
        await().atMost(PATIENCE).until(() -> books.attempts().stream()
                .anyMatch(attempt -> attempt.at() > now && attempt.isAcknowledged()));
    }

    private int inLog(String condition) throws Exception {
        return Integer.parseInt(fleet.database.value("select count(*) from stage_change where " + condition));
    }
}
