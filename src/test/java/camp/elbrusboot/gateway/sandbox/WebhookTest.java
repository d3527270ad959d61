package camp.elbrusboot.gateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Sandbox sandbox;
    private Client client;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start(SandboxSettings.crmAlone().withWebhookTimeScale(0.0001));
        client = new Client(sandbox.url());
        client.post("/sandbox/settings", "{\"rateLimit\":0}");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void announcesAMoveAndListsItAmongTheEvents() throws IOException {
        try (var receiver = new Receiver()) {
            subscribe(receiver, "status_lead");
            assertThat(move(26331374L, 1309792L, 21234445L)).isEqualTo(204);
            await().atMost(PATIENCE).until(() -> receiver.received().size() == 1);

            var lead = client.json("/api/v4/leads/26331374");
            assertThat(lead.path("status_id").asLong()).isEqualTo(21234445L);
            assertThat(lead.path("closed_at").isNull()).isTrue();
            var hook = receiver.received().get(0);
            var at = lead.path("updated_at").asText();
            assertThat(hook.fields().keySet().stream().map(key -> key.replace("leads[status][0]", "")))
                    .containsExactly(
                            "[id]",
                            "[name]",
                            "[status_id]",
                            "[old_status_id]",
                            "[price]",
                            "[responsible_user_id]",
                            "[last_modified]",
                            "[modified_user_id]",
                            "[created_user_id]",
                            "[date_create]",
                            "[pipeline_id]",
                            "[account_id]",
                            "[created_at]",
                            "[updated_at]",
                            "account[subdomain]",
                            "account[id]",
                            "account[_links][self]");
            assertThat(hook.fields())
                    .containsEntry("leads[status][0][name]", "Заявка с сайта")
                    .containsEntry("leads[status][0][status_id]", "21234445")
                    .containsEntry("leads[status][0][old_status_id]", "143")
                    .containsEntry("leads[status][0][updated_at]", at)
                    .containsEntry("account[_links][self]", "https://elbrusbootcamp.amocrm.ru");
            assertThat(hook.raw())
                    .startsWith("leads%5Bstatus%5D%5B0%5D%5Bid%5D=26331374&")
                    .contains("+");
            assertThat(hook.headers().get("User-agent")).containsExactly("amoCRM-Webhooks/3.0");

            var event = client.json("/api/v4/events?filter%5Btype%5D=lead_status_changed&limit=1")
                    .at("/_embedded/events/0");
            assertThat(event.path("entity_id").asLong()).isEqualTo(26331374L);
            assertThat(event.path("created_at").asText()).isEqualTo(at);
            assertThat(event.path("id").asText()).hasSize(26);
            assertThat(event.at("/value_before/0/lead_status/id").asLong()).isEqualTo(143L);
        }
    }

    @Test
    void changesAreAnnouncedInOrderWithTimesThatGrow() throws IOException {
        try (var receiver = new Receiver()) {
            subscribe(receiver, "status_lead");
            for (var status : List.of(21234445L, 22695448L, 21234448L, 142L)) {
                move(26331366L, 1309792L, status);
            }
            await().atMost(PATIENCE).until(() -> receiver.received().size() == 4);
            assertThat(receiver.statusesOfLead()).containsExactly("21234445", "22695448", "21234448", "142");
            assertThat(receiver.received().stream()
                            .map(hook -> Long.valueOf(hook.fields().get("leads[status][0][updated_at]"))))
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(client.json("/api/v4/leads/26331366").path("closed_at").isNumber())
                    .isTrue();
        }
    }

    @Test
    void patchAnnouncesUpdatesToThoseWhoAskForThem() throws IOException {
        try (var receiver = new Receiver()) {
            subscribe(receiver, "update_lead");
            assertThat(patch("{\"price\":7}")).isEqualTo(200);
            assertThat(patch("{\"status_id\":142}")).isEqualTo(200);
            assertThat(patch("{\"status_id\":1}")).isEqualTo(400);
            await().atMost(PATIENCE).until(() -> receiver.received().size() == 2);
            assertThat(receiver.received().get(0).fields())
                    .containsEntry("leads[update][0][price]", "7")
                    .doesNotContainKey("leads[update][0][old_status_id]");
            assertThat(receiver.received().get(1).fields())
                    .containsEntry("leads[update][0][old_status_id]", "21234451");
        }
    }

    @Test
    void triesAgainWhenTheReceiverFails() throws IOException {
        try (var receiver = new Receiver(500, 503)) {
            subscribe(receiver, "status_lead");
            move(26331366L, 1309792L, 142L);
            await().atMost(PATIENCE)
                    .until(() -> client.json("/sandbox/deliveries").size() == 3);
            var deliveries = client.json("/sandbox/deliveries");
            assertThat(deliveries.findValuesAsText("attempt")).containsExactly("1", "2", "3");
            assertThat(deliveries.findValuesAsText("status")).containsExactly("500", "503", "200");
            assertThat(receiver.received()).hasSize(3);
        }
    }

    @Test
    void switchesOffADestinationAfterAHundredInvalidReplies() throws IOException {
        // Nobody listens there any more.
        var receiver = new Receiver();
        receiver.close();
        client.post("/sandbox/settings", "{\"webhookTimeScale\":1}");
        subscribe(receiver, "status_lead");
        for (int i = 0; i < 101; i++) {
            move(26331366L, 1309792L, i % 2 == 0 ? 142L : 143L);
        }
        await().atMost(PATIENCE).until(() -> client.json("/api/v4/webhooks")
                .at("/_embedded/webhooks/0/disabled")
                .asBoolean());
    }

    @Test
    void dropsDuplicatesAndReordersOnDemand() throws IOException {
        try (var receiver = new Receiver()) {
            subscribe(receiver, "status_lead");
            fault("webhook-drop");
            move(26331366L, 1309792L, 21234445L);
            fault("webhook-duplicate");
            move(26331366L, 1309792L, 22695448L);
            await().atMost(PATIENCE).until(() -> receiver.received().size() == 2);
            fault("webhook-reorder");
            move(26331366L, 1309792L, 21234448L);
            move(26331366L, 1309792L, 142L);
            await().atMost(PATIENCE).until(() -> receiver.received().size() == 4);
            assertThat(receiver.statusesOfLead()).containsExactly("22695448", "22695448", "142", "21234448");
        }
    }

    @Test
    void knowsTheDigitalPipelineShape() throws IOException {
        try (var receiver = new Receiver()) {
            subscribe(receiver, "status_lead");
            client.post("/sandbox/leads/26331366/move?pipelineId=1984213&statusId=142&shape=digital-pipeline", "");
            await().atMost(PATIENCE).until(() -> receiver.received().size() == 1);
            assertThat(receiver.received().get(0).fields())
                    .hasSize(7)
                    .containsEntry("leads[status][0][old_pipeline_id]", "1309792");
        }
    }

    @Test
    void saysWhatIsWrongWithAMove() {
        assertThat(client.post("/sandbox/leads/1/move?statusId=142", "").statusCode())
                .isEqualTo(404);
        assertThat(client.post("/sandbox/leads/26331366/move?statusId=1", "").statusCode())
                .isEqualTo(404);
        var missing = client.post("/sandbox/leads/26331366/move", "");
        assertThat(missing.statusCode()).isEqualTo(400);
        assertThat(new String(missing.body(), StandardCharsets.UTF_8)).contains("statusId is missing");
    }

    private void subscribe(Receiver receiver, String setting) {
        var response = client.post(
                "/api/v4/webhooks", "{\"destination\":\"" + receiver.url() + "\",\"settings\":[\"" + setting + "\"]}");
        assertThat(response.statusCode()).isEqualTo(201);
    }

    private void fault(String kind) {
        var response = client.post("/sandbox/faults", "{\"kind\":\"" + kind + "\",\"times\":1}");
        assertThat(response.statusCode()).isEqualTo(201);
    }

    private int patch(String body) {
        return client.send("PATCH", "/api/v4/leads/26331366", body, Tokens.LONG_LIVED)
                .statusCode();
    }

    private int move(long lead, long pipeline, long status) {
        return client.post("/sandbox/leads/" + lead + "/move?pipelineId=" + pipeline + "&statusId=" + status, "")
                .statusCode();
    }
}
