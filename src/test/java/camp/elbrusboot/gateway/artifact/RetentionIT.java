package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import camp.elbrusboot.gateway.journey.GraphqlSocket;
import camp.elbrusboot.gateway.reads.Frontend;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The log does not go back for ever; who was away for longer than it does is told, and nobody else notices. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RetentionIT {
    private static final long LEAD = 30_000_601;
    private static final long PIPELINE = 1309792;
    private static final long[] STAGES = {22695448, 21234454, 21234448, 21234451};
    private static final int KEPT = 3;
    private static final int MOVES = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<String> cursors = new ArrayList<>();
    private Fleet fleet;

    @BeforeEach
    void severalMoves() throws Exception {
        fleet = new Fleet(
                RetentionIT.class,
                2,
                Map.of(
                        "gateway.log.most", Integer.toString(KEPT),
                        "gateway.log.sweep", "50ms",
                        "gateway.feed.window", "1"));
        fleet.sandbox.subscribe(fleet.webhook(0));
        try (GraphqlSocket socket = new GraphqlSocket(fleet.socket(1))) {
            socket.subscribe("subscription { stageChanged { cursor } }");
            for (int i = 0; i < MOVES; i++) {
                fleet.sandbox.move(LEAD, PIPELINE, STAGES[i % STAGES.length]);
                cursors.add(socket.stageChange().path("cursor").asText());
            }
        }
    }

    @AfterEach
    void leaveNoTrace() throws Exception {
        fleet.close();
    }

    @Test
    void tellsWhomItCannotServeAnyMore() throws Exception {
        String gone = cursors.get(0);
        for (Frontend gateway : fleet.frontends()) {
            await().atMost(PATIENCE).until(() -> ids(gateway, "").size() == KEPT);
            for (String query : List.of(
                    "{ stageChanges(after: \"" + gone + "\") { nodes { id } } }",
                    "{ lead(id: " + LEAD + ") { stageChanges(after: \"" + gone + "\") { nodes { id } } } }")) {
                assertThat(gateway.ask(query)
                                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                                .at("/errors/0/extensions/code")
                                .asText())
                        .as(query)
                        .isEqualTo("CURSOR_EXPIRED");
            }
        }
        for (int i = 0; i < 2; i++) {
            try (GraphqlSocket socket = new GraphqlSocket(fleet.socket(i))) {
                socket.start("subscription { stageChanged(after: \"" + gone + "\") { id } }");
                JsonNode error = socket.expect("next").at("/errors/0");
                assertThat(error.at("/extensions/code").asText()).isEqualTo("CURSOR_EXPIRED");
                assertThat(error.at("/path/0").asText()).isEqualTo("stageChanged");
                socket.expect("complete");
            }
        }
    }

    @Test
    void servesWhoeverIsNotSoFarBehind() throws Exception {
        String kept = cursors.get(MOVES - KEPT);
        for (int i = 0; i < 2; i++) {
            Frontend gateway = fleet.frontends().get(i);
            await().atMost(PATIENCE).until(() -> ids(gateway, "").size() == KEPT);
            List<String> after = ids(gateway, "(after: \"" + kept + "\")");
            assertThat(after).hasSize(KEPT - 1);
            try (GraphqlSocket socket = new GraphqlSocket(fleet.socket(i))) {
                socket.start("subscription { stageChanged(after: \"" + kept + "\") { id } }");
                assertThat(List.of(
                                socket.stageChange().path("id").asText(),
                                socket.stageChange().path("id").asText()))
                        .isEqualTo(after);
            }
        }
    }

    private static List<String> ids(Frontend gateway, String arguments) throws Exception {
        JsonNode answer = gateway.ask("{ stageChanges" + arguments + " { nodes { id } } }")
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(answer.has("errors")).as("%s", answer).isFalse();
        List<String> ids = new ArrayList<>();
        answer.at("/data/stageChanges/nodes")
                .forEach(node -> ids.add(node.path("id").asText()));
        return ids;
    }
}
