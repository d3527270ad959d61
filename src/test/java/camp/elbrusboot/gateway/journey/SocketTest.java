package camp.elbrusboot.gateway.journey;

import static camp.elbrusboot.gateway.journey.Graphql.data;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.enterprise.inject.spi.CDI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GraphQL over WebSocket, as the protocol {@code graphql-transport-ws} has it. */
@QuarkusTest
@Timeout(60)
class SocketTest {
    private static final String PROTOCOL = "graphql-transport-ws";
    private static final String INIT = Tokens.connectionInit();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OPERATIONS = 100;
    private static final long PIPELINE = 1309792;
    private static final long[] STAGES = {22695448, 21234454};

    private final SandboxControl sandbox = new SandboxControl();

    @BeforeEach
    void subscribeTheWebhook() {
        sandbox.subscribe("http://localhost:" + RestAssured.port + SandboxControl.webhookPath());
    }

    /** Other tests find the leads where they were. */
    @AfterAll
    static void leaveNoTrace() {
        new SandboxControl().reset();
        SandboxControl.flushCache();
    }

    private static String subscribe(String id, String query) {
        return "{\"type\":\"subscribe\",\"id\":\"" + id + "\",\"payload\":{\"query\":\"" + query + "\"}}";
    }

    @Test
    void closesAConnectionOfAnotherProtocol() {
        try (GraphqlSocket socket = GraphqlSocket.connected("graphql-ws")) {
            socket.expect("closed 4406 Subprotocol not acceptable");
        }
    }

    @Test
    void closesAConnectionThatDoesNotBegin() {
        try (GraphqlSocket socket = GraphqlSocket.connected(PROTOCOL)) {
            socket.expect("closed 4408 Connection initialisation timeout");
        }
    }

    @Test
    void takesOneInitialisation() {
        try (GraphqlSocket socket = GraphqlSocket.connected(PROTOCOL)) {
            socket.send(INIT);
            socket.expect("connection_ack");
            socket.send(INIT);
            socket.expect("closed 4429 Too many initialisation requests");
        }
    }

    @Test
    void runsNothingBeforeTheInitialisation() {
        try (GraphqlSocket socket = GraphqlSocket.connected(PROTOCOL)) {
            socket.send(subscribe("1", "{ __typename }"));
            socket.expect("closed 4401 Unauthorized");
        }
    }

    @Test
    void keepsOperationsApartByTheirIds() {
        try (GraphqlSocket socket = GraphqlSocket.connected(PROTOCOL)) {
            socket.send(INIT);
            socket.expect("connection_ack");
            socket.send(subscribe("a", "subscription { stageChanged { id } }"));
            socket.send("{\"type\":\"complete\",\"id\":\"unknown\"}");
            socket.send("{\"type\":\"complete\",\"id\":\"a\"}");
            socket.send(subscribe("a", "subscription { stageChanged { id } }"));
            socket.send(subscribe("b\\\"", "{ __typename }"));
            assertThat(socket.expect("next").at("/data/__typename").asText()).isEqualTo("Query");
            socket.expect("complete");
            socket.send(subscribe("a", "{ __typename }"));
            socket.expect("closed 4409 Subscriber for a already exists");
        }
    }

    @Test
    void hasNoRoomForALongIdInTheReason() {
        String id = "é".repeat(60);
        try (GraphqlSocket socket = new GraphqlSocket()) {
            socket.send(subscribe(id, "subscription { stageChanged { id } }"));
            socket.send(subscribe(id, "{ __typename }"));
            socket.expect("closed 4409 Subscriber already exists");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no JSON",
                "[]",
                "{}",
                "{\"type\":1}",
                "{\"type\":\"start\",\"id\":\"1\"}",
                "{\"type\":\"next\",\"id\":\"1\",\"payload\":{}}",
                "{\"type\":\"subscribe\",\"payload\":{\"query\":\"{ __typename }\"}}",
                "{\"type\":\"subscribe\",\"id\":\"\",\"payload\":{\"query\":\"{ __typename }\"}}",
                "{\"type\":\"subscribe\",\"id\":1,\"payload\":{\"query\":\"{ __typename }\"}}",
                "{\"type\":\"subscribe\",\"id\":\"1\"}",
                "{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{}}",
                "{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{\"query\":7}}",
                "{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{\"query\":\"{ __typename }\",\"variables\":[]}}",
                "{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{\"query\":\"{ __typename }\",\"operationName\":{}}}",
                "{\"type\":\"complete\"}",
            })
    void endsWithAClientThatSpeaksSomethingElse(String message) {
        try (GraphqlSocket socket = new GraphqlSocket()) {
            socket.send(message);
            socket.expect("closed 4400 Invalid message");
        }
    }

    @Test
    void endsWithAClientThatNestsWithoutEnd() {
        try (GraphqlSocket socket = new GraphqlSocket()) {
            socket.send("{\"type\":\"ping\",\"payload\":{\"a\":" + "[".repeat(50_000));
            socket.expect("closed 4400 Invalid message");
        }
    }

    @Test
    void endsWithAClientThatSendsTooMuchAtOnce() {
        try (GraphqlSocket socket = new GraphqlSocket()) {
            // In frames of the most that there may be.
            for (int i = 0; i < 6; i++) {
                socket.sendPart(" ".repeat(60_000));
            }
            socket.expect("closed 1009 Message too big");
        }
    }

    @Test
    void endsWithAClientWhoseIdIsTooLong() {
        try (GraphqlSocket socket = new GraphqlSocket()) {
            socket.send(subscribe("a".repeat(257), "{ __typename }"));
            socket.expect("closed 4400 Invalid message");
        }
    }

    /** Such a handshake would keep its place among the connections, were it counted. */
    @Test
    void refusesAHandshakeThatBringsABody() {
        double before = gauge("gateway.sockets.open");
        for (int i = 0; i < 3; i++) {
            RestAssured.given()
                    .header("Upgrade", "websocket")
                    .header("Connection", "Upgrade")
                    .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                    .header("Sec-WebSocket-Version", "13")
                    .body("x".repeat(9_000))
                    .get("/graphql")
                    .then()
                    .statusCode(400);
        }
        assertThat(gauge("gateway.sockets.open")).isEqualTo(before);
    }

    @Test
    void endsWithAClientThatSendsBytes() {
        try (GraphqlSocket socket = new GraphqlSocket()) {
            socket.sendBinary();
            socket.expect("closed 4400 Invalid message");
        }
    }

    @Test
    void answersThatItIsThere() {
        try (GraphqlSocket socket = GraphqlSocket.connected(PROTOCOL)) {
            socket.send("{\"type\":\"ping\",\"payload\":{\"any\":1}}");
            socket.expect("pong");
            socket.send("{\"type\":\"pong\"}");
            socket.send(INIT);
            socket.expect("connection_ack");
        }
    }

    @Test
    void tellsErrorsOfARequestFromErrorsOfItsFields() {
        try (GraphqlSocket socket = new GraphqlSocket()) {
            socket.start("{ nothing }");
            assertThat(socket.expect("error").get(0).path("message").asText()).contains("nothing");
            socket.start("subscription { stageChanged(after: \"broken\") { id } }");
            assertThat(socket.expect("error").get(0).at("/extensions/code").asText())
                    .isEqualTo("INVALID_ARGUMENT");
            socket.start("{ lead(id: \"none\") { id } }");
            JsonNode answer = socket.expect("next");
            assertThat(answer.path("data").has("lead")).isTrue();
            assertThat(answer.at("/errors/0/extensions/code").asText()).isEqualTo("INVALID_ARGUMENT");
            socket.expect("complete");
        }
    }

    @Test
    void letsOneConnectionHaveSoManyOperations() {
        try (GraphqlSocket socket = new GraphqlSocket()) {
            for (int i = 0; i < OPERATIONS; i++) {
                socket.start("subscription { stageChanged { id } }");
            }
            socket.start("{ __typename }");
            JsonNode refused = socket.expect("error").get(0);
            assertThat(refused.at("/extensions/code").asText()).isEqualTo("TOO_MANY_OPERATIONS");
            socket.send("{\"type\":\"complete\",\"id\":\"1\"}");
            socket.start("{ __typename }");
            socket.expect("next");
            socket.expect("complete");
        }
    }

    @Test
    void resolvesAnEventOnceForAllWhoAskTheSame() {
        long lead = 30_000_400;
        String filter = "filter: {leadIds: [\"" + lead + "\"]}";
        String same = "{ id cursor lead { name status { name } } }";
        List<GraphqlSocket> sockets = new ArrayList<>();
        try {
            String before = data("{ stageChanges(first: 1) { pageInfo { endCursor } } }")
                    .getString("stageChanges.pageInfo.endCursor");
            for (int i = 0; i < 5; i++) {
                GraphqlSocket socket = new GraphqlSocket();
                sockets.add(socket);
                // Who resumes does not ask for something else.
                socket.subscribe("subscription { stageChanged(" + filter
                        + (i == 0 ? ", after: " + '"' + before + '"' : "") + ") " + same + " }");
            }
            GraphqlSocket other = new GraphqlSocket();
            sockets.add(other);
            other.subscribe("subscription { stageChanged(" + filter + ") { id lead { name } } }");
            double run = answers("run");
            double shared = answers("sharing");

            sandbox.move(lead, PIPELINE, STAGES[0]);

            List<JsonNode> seen = new ArrayList<>();
            for (GraphqlSocket socket : sockets.subList(0, 5)) {
                seen.add(socket.stageChange());
            }
            assertThat(seen).containsOnly(seen.get(0));
            assertThat(other.stageChange().has("cursor")).isFalse();
            assertThat(answers("run") - run).isEqualTo(2);
            assertThat(answers("sharing") - shared).isEqualTo(4);
        } finally {
            sockets.forEach(GraphqlSocket::close);
        }
    }

    private static double gauge(String name) {
        return CDI.current().select(MeterRegistry.class).get().get(name).gauge().value();
    }

    private static double answers(String by) {
        return CDI.current()
                .select(MeterRegistry.class)
                .get()
                .get("gateway.feed.answers")
                .tag("by", by)
                .counter()
                .count();
    }

    /** One by one they would cost a call each, of seven a second. */
    @Test
    void readsTogetherWhatASubscriberHasMissed() {
        int missed = 64;
        long first = 30_000_401;
        String begin = data("{ stageChanges(first: 250) { pageInfo { endCursor hasNextPage } } }")
                .getString("stageChanges.pageInfo.endCursor");
        List<String> leads = new ArrayList<>();
        for (int i = 0; i < missed; i++) {
            // One of the two is a change, whichever stage it was in.
            sandbox.move(first + i, PIPELINE, STAGES[0]);
            sandbox.move(first + i, PIPELINE, STAGES[1]);
            leads.add(Long.toString(first + i));
        }
        String history = "{ stageChanges(first: 250, after: \"" + begin + "\") { nodes { leadId } } }";
        await().atMost(PATIENCE).until(() -> data(history)
                .getList("stageChanges.nodes.leadId", String.class)
                .containsAll(leads));
        int calls = sandbox.requests();

        Set<String> seen = new HashSet<>();
        try (GraphqlSocket socket = new GraphqlSocket()) {
            socket.start("subscription { stageChanged(after: \"" + begin + "\") { leadId lead { id name } } }");
            while (!seen.containsAll(leads)) {
                JsonNode change = socket.stageChange();
                assertThat(change.at("/lead/id").asText())
                        .isEqualTo(change.path("leadId").asText());
                seen.add(change.path("leadId").asText());
            }
        }
        assertThat(sandbox.requests() - calls).isLessThanOrEqualTo(missed / 4);
    }
}
