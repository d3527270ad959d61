package camp.elbrusboot.gateway.journey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of {@code graphql-transport-ws}, as plain as can be. */
public final class GraphqlSocket implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 20;

    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final WebSocket socket;
    private int operations;

    public GraphqlSocket() {
        this("ws://localhost:" + RestAssured.port + "/graphql");
    }

    public GraphqlSocket(String url) {
        this(url, "graphql-transport-ws");
        send(Tokens.connectionInit());
        expect("connection_ack");
    }

    /** As somebody in particular. */
    static GraphqlSocket as(String token) {
        GraphqlSocket socket = connected("graphql-transport-ws");
        socket.send(Tokens.connectionInit(token));
        socket.expect("connection_ack");
        return socket;
    }

    private GraphqlSocket(String url, String protocol) {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols(protocol)
                .connectTimeout(Duration.ofSeconds(PATIENCE_SECONDS))
                .buildAsync(URI.create(url), new Listener())
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** As it is before {@code connection_init}. */
    static GraphqlSocket connected(String protocol) {
        return new GraphqlSocket("ws://localhost:" + RestAssured.port + "/graphql", protocol);
    }

    /**
     * Starts a subscription. The protocol acknowledges none, so a query behind it on the same socket tells when it was
     * taken: the server handles a socket's messages in order.
     */
    public void subscribe(String query) {
        start(query);
        start("{ __typename }");
        expect("next");
        expect("complete");
    }

    public void start(String query) {
        operations++;
        try {
            send("{\"type\":\"subscribe\",\"id\":\"" + operations + "\",\"payload\":{\"query\":"
                    + JSON.writeValueAsString(query) + "}}");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The payload of the next message, which must be of this type. */
    public JsonNode expect(String type) {
        try {
            JsonNode message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (message == null || !message.path("type").asText().equals(type)) {
                throw new AssertionError("expected " + type + ", got " + message);
            }
            return message.path("payload");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next message, whatever it is; one of the type {@code closed} and so on for the end of the connection. */
    JsonNode message() {
        try {
            JsonNode message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("nothing came");
            }
            return message;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The stage change of the next event. */
    public JsonNode stageChange() {
        JsonNode payload = expect("next");
        if (payload.has("errors")) {
            throw new AssertionError(payload.path("errors").toString());
        }
        return payload.path("data").path("stageChanged");
    }

    public boolean isQuiet() {
        return messages.isEmpty();
    }

    void sendBinary() {
        socket.sendBinary(ByteBuffer.wrap(new byte[] {1}), true)
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Not the last of a message. The server may have ended the connection at an earlier one; then nothing is sent. */
    void sendPart(String text) {
        socket.sendText(text, false)
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .exceptionally(ended -> socket)
                .join();
    }

    void send(String text) {
        socket.sendText(text, true)
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence part, boolean last) {
            text.append(part);
            webSocket.request(1);
            return last ? answer(webSocket) : null;
        }

        private CompletionStage<?> answer(WebSocket webSocket) {
            String whole = text.toString();
            text.setLength(0);
            try {
                JsonNode message = JSON.readTree(whole);
                if (message.path("type").asText().equals("ping")) {
                    return webSocket.sendText("{\"type\":\"pong\"}", true);
                }
                messages.add(message);
            } catch (JsonProcessingException e) {
                messages.add(JSON.createObjectNode().put("type", "not JSON: " + whole));
            }
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
            messages.add(JSON.createObjectNode().put("type", "closed " + status + " " + reason));
            return null;
        }
    }
}
