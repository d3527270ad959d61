package camp.elbrusboot.gateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a gateway has to make good: webhooks that do not come, and an event feed that lags behind those that do. */
class MissedWebhookTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LEAD = 26331366;

    private Sandbox sandbox;
    private Client client;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start(SandboxSettings.crmAlone());
        client = new Client(sandbox.url());
        client.post("/sandbox/settings", "{\"rateLimit\":0}");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void dropsAllWebhooksUntilTheFaultIsTakenBackAndListsTheEventsAllTheSame() throws IOException {
        try (var receiver = new Receiver()) {
            subscribe(receiver);
            client.post("/sandbox/faults", "{\"kind\":\"webhook-drop\"}");
            move(21234445);
            move(22695448);
            client.send("DELETE", "/sandbox/faults", "", Tokens.LONG_LIVED);
            move(21234448);
            await().atMost(PATIENCE).until(() -> !receiver.received().isEmpty());

            assertThat(receiver.statusesOfLead()).containsExactly("21234448");
            assertThat(events().findValuesAsText("id")).contains("21234445", "22695448", "21234448");
        }
    }

    @Test
    void keepsWebhooksBackUntilTheyAreReleased() throws IOException {
        try (var receiver = new Receiver()) {
            subscribe(receiver);
            client.post("/sandbox/faults", "{\"kind\":\"webhook-hold\",\"times\":2}");
            move(21234445);
            move(22695448);
            move(21234448);
            await().atMost(PATIENCE).until(() -> receiver.received().size() == 1);

            client.post("/sandbox/webhooks/release", "");

            await().atMost(PATIENCE).until(() -> receiver.received().size() == 3);
            assertThat(receiver.statusesOfLead()).containsExactly("21234448", "21234445", "22695448");
        }
    }

    @Test
    void listsEventsLaterThanItSendsWebhooks() throws IOException {
        try (var receiver = new Receiver()) {
            subscribe(receiver);
            client.post("/sandbox/settings", "{\"eventLagSeconds\":2,\"eventShiftSeconds\":1}");
            move(21234445);
            await().atMost(PATIENCE).until(() -> receiver.received().size() == 1);
            assertThat(events().findValuesAsText("id")).doesNotContain("21234445");

            await().atMost(PATIENCE).until(() -> events().findValuesAsText("id").contains("21234445"));
            long told = Long.parseLong(receiver.received().get(0).fields().get("leads[status][0][updated_at]"));
            assertThat(events().at("/_embedded/events/0/created_at").asLong()).isEqualTo(told + 1);
        }
    }

    @Test
    void switchesWebhooksOffAndOnAgainByDeletingAndAddingThem() throws IOException {
        try (var receiver = new Receiver()) {
            subscribe(receiver);
            client.post("/sandbox/webhooks/switch-off", "");
            assertThat(isDisabled()).isTrue();
            move(21234445);
            subscribe(receiver);
            assertThat(isDisabled()).isTrue();

            client.send(
                    "DELETE", "/api/v4/webhooks", "{\"destination\":\"" + receiver.url() + "\"}", Tokens.LONG_LIVED);
            subscribe(receiver);
            assertThat(isDisabled()).isFalse();
            move(22695448);
            await().atMost(PATIENCE).until(() -> !receiver.received().isEmpty());
            assertThat(receiver.statusesOfLead()).containsExactly("22695448");
        }
    }

    private boolean isDisabled() {
        return client.json("/api/v4/webhooks")
                .at("/_embedded/webhooks/0/disabled")
                .asBoolean();
    }

    private JsonNode events() {
        return client.json("/api/v4/events?filter%5Btype%5D=lead_status_changed&limit=5");
    }

    private void subscribe(Receiver receiver) {
        client.post("/api/v4/webhooks", "{\"destination\":\"" + receiver.url() + "\",\"settings\":[\"status_lead\"]}");
    }

    private void move(long status) {
        client.post("/sandbox/leads/" + LEAD + "/move?pipelineId=1309792&statusId=" + status, "");
    }
}
