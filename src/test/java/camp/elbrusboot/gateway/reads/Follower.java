package camp.elbrusboot.gateway.reads;

import camp.elbrusboot.gateway.journey.Tokens;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A subscriber whose connection ends now and then, by its own doing or by that of others, and who goes on from its last
 * cursor at whichever replica there is.
 */
public final class Follower implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST_AT_ONCE = 400;
    private static final long TICK_MS = 200;
    private static final String NEXT = "next";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Supplier<List<String>> sockets;
    private final Random random;
    private final int mostAtOnce;
    private final List<String> ids = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private final Thread thread;
    private volatile boolean stopped;
    private final AtomicInteger sessions = new AtomicInteger();
    private String cursor;

    /**
     * Begins at once.
     *
     * @param sockets where replicas are at the moment
     * @param cursor to go on from
     */
    public Follower(Supplier<List<String>> sockets, String cursor, long seed) {
        this(sockets, cursor, seed, MOST_AT_ONCE);
    }

    /** @param mostAtOnce so many events, or fewer, are taken over one connection */
    public Follower(Supplier<List<String>> sockets, String cursor, long seed, int mostAtOnce) {
        this.sockets = sockets;
        this.mostAtOnce = mostAtOnce;
        this.cursor = cursor;
        this.random = new Random(seed);
        thread = new Thread(this::run, "follower");
        thread.setDaemon(true);
        thread.start();
    }

    /** Of the events that it has been sent, in the order in which they came. */
    public synchronized List<String> ids() {
        return List.copyOf(ids);
    }

    /** Answers that were none of what may come. */
    public synchronized List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** How often it has connected. */
    public int sessions() {
        return sessions.get();
    }

    private void run() {
        while (!stopped) {
            List<String> now = sockets.get();
            try {
                session(now.get(random.nextInt(now.size())), 1 + random.nextInt(mostAtOnce));
            } catch (ExecutionException | TimeoutException replicaIsGone) {
                // The next one may be there.
            } catch (InterruptedException end) {
                return;
            }
        }
    }

    private void session(String url, int most) throws ExecutionException, TimeoutException, InterruptedException {
        Listener listener = new Listener();
        WebSocket socket = http.newWebSocketBuilder()
                .subprotocols("graphql-transport-ws")
                .connectTimeout(PATIENCE)
                .buildAsync(URI.create(url), listener)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        try {
            socket.sendText(Tokens.connectionInit(), true).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            int seen = 0;
            while (!stopped && seen < most) {
                Optional<JsonNode> message = listener.messages.poll(TICK_MS, TimeUnit.MILLISECONDS);
                if (message == null) {
                    continue;
                }
                if (message.isEmpty()) {
                    return;
                }
                if (message.get().path("type").asText().equals("connection_ack")) {
                    subscribe(socket);
                } else {
                    seen += take(message.get());
                }
            }
        } finally {
            socket.abort();
        }
    }

    private void subscribe(WebSocket socket) throws ExecutionException, TimeoutException, InterruptedException {
        String query = "subscription { stageChanged(after: \\\"" + cursor + "\\\") { id cursor } }";
        socket.sendText("{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{\"query\":\"" + query + "\"}}", true)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        sessions.incrementAndGet();
    }

    private synchronized int take(JsonNode message) {
        JsonNode event = message.at("/payload/data/stageChanged");
        if (message.path("type").asText().equals(NEXT) && event.isObject()) {
            ids.add(event.path("id").asText());
            cursor = event.path("cursor").asText();
            return 1;
        }
        if (!message.path("type").asText().equals("ping")) {
            complaints.add(message.toString());
        }
        return 0;
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
    }

    /** Empty for the end of the connection. */
    private static final class Listener implements WebSocket.Listener {
        private final BlockingQueue<Optional<JsonNode>> messages = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                try {
                    messages.add(Optional.of(JSON.readTree(text.toString())));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            messages.add(Optional.empty());
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            messages.add(Optional.empty());
        }
    }
}
