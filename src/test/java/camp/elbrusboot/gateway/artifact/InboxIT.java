package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many webhooks at once, and a log that cannot take them. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class InboxIT {
    private static final int BURST = 200;
    private static final int INBOX = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private OwnDatabase database;
    private GatewayProcess gateway;
    private String address;

    private void start(Map<String, String> own) throws Exception {
        Map<String, String> settings = database.settings();
        // Nothing is read from amoCRM here; without the code no token is spent either.
        settings.remove("gateway.account.authorization-code");
        settings.putAll(own);
        gateway = GatewayProcess.start(settings, ProcessLog.of(InboxIT.class, "gateway"));
        address = "http://localhost:" + gateway.port() + "/webhooks/amocrm/" + settings.get("gateway.account.id") + "/"
                + settings.get("gateway.account.webhook-key");
    }

    @BeforeEach
    void emptyLog() throws Exception {
        database = new OwnDatabase("inbox_it");
    }

    @AfterEach
    void leaveNoTrace() throws Exception {
        gateway.kill();
        database.close();
    }

    @Test
    void keepsABurstInFewTransactions() throws Exception {
        start(Map.of());
        assertThat(statuses(deliver(0, BURST))).containsOnly(204).hasSize(BURST);

        assertThat(database.value("select count(distinct lead_id) || '|' || count(*) from stage_change"))
                .isEqualTo(BURST + "|" + BURST);
        assertThat(database.value("select count(*) from delivery")).isEqualTo(Integer.toString(BURST));
        assertThat(gateway.metric("gateway_inbox_batch_sum", "")).isEqualTo(BURST);
        assertThat(gateway.metric("gateway_inbox_batch_count", "")).isLessThan(BURST);
        // amoCRM repeats what it has sent.
        assertThat(statuses(deliver(0, BURST))).containsOnly(204);
        assertThat(database.value("select count(*) from stage_change")).isEqualTo(Integer.toString(BURST));
    }

    /** One that holds what the database refuses, here for the test's own rule, is no reason to refuse the others. */
    @Test
    void losesNoneOfThoseBesideOneThatCannotBeKept() throws Exception {
        start(Map.of());
        database.execute("alter table stage_change add constraint not_this_one check (lead_id <> 7)");

        List<Integer> statuses = statuses(deliver(0, BURST));

        assertThat(statuses.get(6)).isEqualTo(503);
        statuses.remove(6);
        assertThat(statuses).containsOnly(204);
        assertThat(database.value("select count(*) from stage_change")).isEqualTo(Integer.toString(BURST - 1));
    }

    @Test
    void refusesSoonWhatItCannotKeep() throws Exception {
        start(Map.of("gateway.log.inbox", Integer.toString(INBOX), "gateway.log.patience", "15s"));
        try (Connection other = database.connect();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("select pg_advisory_xact_lock(hashtextextended('gateway-log', "
                    + SandboxSettings.settings().get("gateway.account.id") + "))");
            List<CompletableFuture<Integer>> waiting = deliver(0, INBOX);
            await().atMost(PATIENCE).until(() -> gateway.metric("gateway_inbox_waiting", "") == INBOX);

            // Those that find it full do not wait for anybody.
            assertThat(statuses(deliver(INBOX, 1))).containsExactly(503);
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
            assertThat(statuses(waiting)).containsOnly(503);
            other.rollback();
        }
        await().atMost(PATIENCE).until(() -> statuses(deliver(0, 1)).equals(List.of(204)));
        assertThat(statuses(deliver(0, INBOX))).containsOnly(204);
        assertThat(database.value("select count(*) from stage_change")).isEqualTo(Integer.toString(INBOX));
        assertThat(gateway.metric("gateway_inbox_waiting", "")).isZero();
    }

    private List<CompletableFuture<Integer>> deliver(int first, int number) {
        List<CompletableFuture<Integer>> statuses = new ArrayList<>();
        for (int lead = first + 1; lead <= first + number; lead++) {
            String body = "leads[status][0][id]=" + lead + "&leads[status][0][status_id]=142"
                    + "&leads[status][0][old_status_id]=21234454&leads[status][0][pipeline_id]=1309792"
                    + "&leads[status][0][updated_at]=1700000000";
            statuses.add(http.sendAsync(
                            HttpRequest.newBuilder(URI.create(address))
                                    .timeout(PATIENCE)
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.US_ASCII))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .thenApply(HttpResponse::statusCode));
        }
        return statuses;
    }

    private static List<Integer> statuses(List<CompletableFuture<Integer>> answers) {
        return new ArrayList<>(answers.stream().map(CompletableFuture::join).toList());
    }
}
