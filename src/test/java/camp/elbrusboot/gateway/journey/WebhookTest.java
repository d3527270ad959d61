package camp.elbrusboot.gateway.journey;

import static camp.elbrusboot.gateway.journey.Deliveries.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a webhook, seen in the log. Each test has leads of its own. */
@QuarkusTest
@Timeout(60)
class WebhookTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    Pool database;

    @Test
    void takesARecordedBodyWithManyGroups() throws IOException {
        assertThat(post("application/x-www-form-urlencoded", fixture("webhook-multi.form")))
                .isEqualTo(204);

        assertThat(steps(26331366)).contains("1309792: 22695448>21234451 at 1774525692 by 2772376");
        assertThat(steps(26331370)).contains("1984213: 29941111>142 at 1774525693 by null");
        Row delivery = query("select unknown_sections, body from delivery order by id desc limit 1")
                .get(0);
        assertThat(delivery.getString("unknown_sections")).isNull();
        assertThat(new String(delivery.getBuffer("body").getBytes(), StandardCharsets.UTF_8))
                .isEqualTo(fixture("webhook-multi.form"));
    }

    /** The account, lead and stages of the recorded documents are masked; here they get real ones. */
    @ParameterizedTest
    @CsvSource({
        "webhook-status.form, application/x-www-form-urlencoded",
        "webhook-status.json, application/json",
    })
    void takesTheRecordedStatusHook(String name, String contentType) throws IOException {
        long lead = name.endsWith("json") ? 7011 : 7012;
        String recorded = fixture(name)
                .replaceAll("((?:%5D|\\])(?:%5B|\\[)id(?:%5D|\\])(?:\":\"|=))11111111", "$1" + lead)
                .replaceAll("(account(?:%5B|\\[)id(?:%5D|\\])(?:\":\"|=))11111111", "$121234439")
                .replaceAll("((?:%5B|\\[)old_status_id(?:%5D|\\])(?:\":\"|=))11111111", "$122695448")
                .replaceAll("((?:%5B|\\[)status_id(?:%5D|\\])(?:\":\"|=))11111111", "$121234454")
                .replaceAll("((?:%5B|\\[)pipeline_id(?:%5D|\\])(?:\":\"|=))11111111", "$11309792");

        assertThat(post(contentType, recorded)).isEqualTo(204);

        assertThat(steps(lead)).containsExactly("1309792: 22695448>21234454 at 11111111 by 11111111");
    }

    @Test
    void refusesTheHookOfAnotherAccount() throws IOException {
        assertThat(post(fixture("webhook-status.form"))).isEqualTo(400);
        assertThat(post("application/json", fixture("webhook-status.json"))).isEqualTo(400);
    }

    @Test
    void takesTheRecordedHookOfTheDigitalPipeline() throws IOException {
        assertThat(post(fixture("webhook-dp-status.form").replace("26331366", "7021")))
                .isEqualTo(204);

        assertThat(steps(7021)).containsExactly("1309792: 22695448>21234451 at null by null");
    }

    /** A price with an exponent stands for a number of any length; nesting and NULs are as bad. */
    @Test
    void takesHostileValuesForWhatTheyAre() {
        String bomb = change("status", 7701, 142, 21234454, "&leads[status][0][price]=1E100000000");
        assertTimeout(Duration.ofSeconds(5), () -> assertThat(post(bomb)).isEqualTo(204));
        assertThat(post(change("status", 7702, 142, 21234454, "&leads[status][0][name]=a%00b&foo%00=1")))
                .isEqualTo(204);
        assertThat(steps(7701)).hasSize(1);
        assertThat(steps(7702)).hasSize(1);

        assertThat(post("application/json", "{\"a\":" + "[".repeat(2_000))).isEqualTo(400);
        assertThat(post("application/json", "{\"a\":" + "1".repeat(2_000) + "}"))
                .isEqualTo(400);
    }

    @Test
    void answersNothingBeforeTheCommit() throws Exception {
        String body = change("status", 7801, 142, 21234454, "&leads[status][0][updated_at]=1700000700");
        ExecutorService sender = Executors.newSingleThreadExecutor();
        SqlConnection other = database.getConnection().await().atMost(PATIENCE);
        try {
            Transaction held = other.begin().await().atMost(PATIENCE);
            other.query("select 1 from (select pg_advisory_xact_lock(hashtextextended('gateway-log', 21234439))) l")
                    .execute()
                    .await()
                    .atMost(PATIENCE);
            Future<Integer> answer = sender.submit(() -> post(body));
            await().atMost(PATIENCE)
                    .until(() -> !query("select 1 from pg_locks where locktype = 'advisory' and not granted")
                            .isEmpty());
            assertThat(answer.isDone()).isFalse();

            held.commit().await().atMost(PATIENCE);
            assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(204);
        } finally {
            other.close().await().atMost(PATIENCE);
            sender.shutdownNow();
            assertThat(sender.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(steps(7801)).hasSize(1);
    }

    @Test
    void takesFlatJson() {
        String json = "{\"leads[status][0][id]\":\"7001\",\"leads[status][0][status_id]\":\"143\","
                + "\"leads[status][0][old_status_id]\":\"21234454\",\"leads[status][0][pipeline_id]\":\"1309792\","
                + "\"leads[status][0][last_modified]\":\"1700000000\",\"leads[status][0][modified_user_id]\":\"0\","
                + "\"account[id]\":\"21234439\"}";

        assertThat(post("application/json", json)).isEqualTo(204);

        assertThat(steps(7001)).containsExactly("1309792: 21234454>143 at 1700000000 by null");
    }

    @Test
    void countsOneMoveOnceWhicheverWayItIsReported() {
        String status = change("status", 7101, 142, 21234454, "&leads[status][0][updated_at]=1700000100");
        String update = change("update", 7101, 142, 21234454, "&leads[update][0][updated_at]=1700000100");

        assertThat(post(update)).isEqualTo(204);
        assertThat(post(status)).isEqualTo(204);
        assertThat(post(status + "&" + update)).isEqualTo(204);

        assertThat(steps(7101)).hasSize(1);
    }

    @Test
    void tellsRealMovesFromRepetitionsWhereNoTimeIsGiven() {
        String there = change("status", 7201, 21234451, 22695448, "");
        String back = change("status", 7201, 22695448, 21234451, "");

        post(there);
        post(there);
        post(back);
        post(there);

        assertThat(steps(7201))
                .containsExactly(
                        "1309792: 22695448>21234451 at null by null",
                        "1309792: 21234451>22695448 at null by null",
                        "1309792: 22695448>21234451 at null by null");
    }

    @Test
    void knowsAMoveThatWasReportedWithoutTimeBefore() {
        post(change("status", 7301, 142, 21234454, ""));
        String timed = change("status", 7301, 142, 21234454, "&leads[status][0][updated_at]=1700000300");
        post(timed);
        post(timed);

        assertThat(steps(7301)).hasSize(1);
    }

    @Test
    void takesAnUpdateThatIsNoMoveForNone() {
        post(change("update", 7401, 142, 142, "&leads[update][0][updated_at]=1700000400"));
        post("leads[update][0][id]=7401&leads[update][0][status_id]=142&leads[update][0][pipeline_id]=1309792");

        assertThat(steps(7401)).isEmpty();
    }

    @Test
    void keepsEveryChangeOfABodyWhateverItsIndex() {
        StringBuilder body = new StringBuilder("account[id]=21234439");
        for (int i = 0; i < 300; i++) {
            String lead = "&leads[status][" + i * 3 + "]";
            body.append(lead).append("[id]=").append(80_000 + i);
            body.append(lead).append("[status_id]=142");
            body.append(lead).append("[old_status_id]=21234454");
            body.append(lead).append("[pipeline_id]=1309792");
            body.append(lead).append("[updated_at]=1700000500");
        }
        assertThat(post(body.toString())).isEqualTo(204);

        assertThat(query("select 1 from stage_change where lead_id between 80000 and 80299"))
                .hasSize(300);
    }

    @Test
    void keepsOneRowWhenTheSameBodyComesManyTimesAtOnce() throws InterruptedException, ExecutionException {
        String body = change("status", 7501, 142, 21234454, "&leads[status][0][updated_at]=1700000600");
        ExecutorService senders = Executors.newFixedThreadPool(16);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                answers.add(senders.submit(() -> {
                    start.await();
                    return post(body);
                }));
            }
            start.countDown();
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(204);
            }
        } finally {
            senders.shutdownNow();
            assertThat(senders.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(steps(7501)).hasSize(1);
    }

    @Test
    void refusesWhatItCannotParseAndKeepsNothing() {
        long before = deliveries();

        assertThat(post("nonsense")).isEqualTo(400);
        assertThat(post("")).isEqualTo(400);
        assertThat(post("a=%zz")).isEqualTo(400);
        assertThat(post("application/json", "{\"a\":")).isEqualTo(400);
        assertThat(post("application/json", "[1]")).isEqualTo(400);
        assertThat(post("account[id]=1&leads[status][0][id]=1")).isEqualTo(400);

        assertThat(deliveries()).isEqualTo(before);
    }

    @Test
    void refusesABodyOfMoreThanAMebibyte() {
        long before = deliveries();

        assertThat(post("a=" + "b".repeat(1 << 20))).isEqualTo(413);

        assertThat(deliveries()).isEqualTo(before);
        assertThat(post("a=" + "b".repeat((1 << 20) - 2))).isEqualTo(204);
    }

    @Test
    void neverGuessesWhatIsMissing() {
        assertThat(post("leads[status][0][id]=7601&leads[status][0][old_status_id]=1&leads[status][0][status_id]=x"))
                .isEqualTo(204);

        assertThat(steps(7601)).isEmpty();
    }

    private static String change(String action, long lead, long status, long oldStatus, String more) {
        String prefix = "leads[" + action + "][0]";
        return prefix + "[id]=" + lead + "&" + prefix + "[status_id]=" + status + "&" + prefix + "[old_status_id]="
                + oldStatus + "&" + prefix + "[pipeline_id]=1309792" + more + "&account[id]=21234439";
    }

    private static String fixture(String name) throws IOException {
        try (InputStream in = WebhookTest.class.getResourceAsStream("/webhooks/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private List<String> steps(long lead) {
        return query(
                        "select pipeline_id, previous_status_id, status_id, extract(epoch from changed_at)::bigint as at,"
                                + " changed_by from stage_change where lead_id = $1 order by id",
                        lead)
                .stream()
                .map(row -> row.getLong(0) + ": " + row.getLong(1) + ">" + row.getLong(2) + " at " + row.getLong(3)
                        + " by " + row.getLong(4))
                .toList();
    }

    private long deliveries() {
        return query("select count(*) from delivery").get(0).getLong(0);
    }

    private List<Row> query(String sql, Object... parameters) {
        List<Row> rows = new ArrayList<>();
        database.preparedQuery(sql)
                .execute(Tuple.tuple(List.of(parameters)))
                .await()
                .atMost(Duration.ofSeconds(10))
                .forEach(rows::add);
        return rows;
    }
}
