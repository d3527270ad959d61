package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import camp.elbrusboot.gateway.journey.Tokens;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.parsetools.RecordParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many subscribers stop reading their sockets while events go on, and read on later. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class PausedSubscribersIT {
    private static final int PAUSED = Integer.getInteger("paused.subscribers", 50);
    private static final int SECONDS = Integer.getInteger("paused.seconds", 5);
    private static final int A_SECOND = Integer.getInteger("paused.rate", 40);

    /** 0 where the clock of the machine is not to decide. */
    private static final double MOST_SLOWER = Double.parseDouble(System.getProperty("paused.slower", "0"));

    private static final double MOST_GROWTH = 64;
    private static final int READING = 3;
    private static final int MOST_TAKEN = 500;
    private static final int EVENTS = SECONDS * A_SECOND;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final double MIB = 1024 * 1024;

    /** All of it is there from the beginning, so that growth is what lies outside, and what is held inside. */
    private static final String[] HEAP = {"-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch"};

    /** Some megabytes for each subscriber, more than the buffers of the operating system take. */
    private static final String SELECTION = cursors(Math.max(5, 120_000 / EVENTS));

    /** A few answers to that fill whatever lies between. */
    private static final String LARGE_SELECTION = cursors(1_000);

    /** For selections like that. */
    private static final Map<String, String> LARGE = Map.of(
            "gateway.limits.aliases", "20000", "gateway.limits.fields", "20000", "gateway.limits.tokens", "60000");

    private final MoveWebhooks webhooks = new MoveWebhooks();
    private final AtomicInteger events = new AtomicInteger();
    private final long[] sentAt = new long[3 * EVENTS];
    private final Vertx vertx = Vertx.vertx();
    private Fleet fleet;

    /** Over event streams only where there is time for that; what is done for both is the same. */
    static Stream<Boolean> overSockets() {
        return MOST_SLOWER > 0 ? Stream.of(true, false) : Stream.of(true);
    }

    @ParameterizedTest
    @MethodSource("overSockets")
    void costLittleMemoryKeepNobodyUpAndMissNothing(boolean overSockets) throws Exception {
        Assumptions.assumeTrue(
                GatewayProcess.command().contains("-jar"), "skipped: the heap is given to a JVM, and this is none");
        Map<String, String> settings = new HashMap<>(LARGE);
        settings.put("gateway.sockets.per-caller", Integer.toString(PAUSED + READING));
        try (Fleet own = new Fleet(PausedSubscribersIT.class, 1, settings, HEAP)) {
            fleet = own;
            Way way = overSockets ? sockets() : events();
            List<Subscriber> reading = subscribers(way, READING, "id", 0);
            // A process that has just begun takes its time.
            send();
            latencies(reading, 0);
            send();
            List<Double> without = latencies(reading, EVENTS);

            List<Subscriber> paused = subscribers(way, PAUSED, SELECTION, READING);
            assertThatThrownBy(() -> subscribers(way, 1, "id", 0)).hasMessageContaining("429");
            paused.forEach(Subscriber::pause);
            double before = memory();
            double answersBefore = answers();
            send();
            List<Double> with = latencies(reading, 2 * EVENTS);
            double growth = memory() - before;
            double answers = answers() - answersBefore;

            double slower = MoveWebhooks.median(with) / MoveWebhooks.median(without);
            System.out.printf(
                    "PausedSubscribersIT, %s: %d paused for %d s of %d events a second: the process grew by %.1f MiB, for %.0f answers;"
                            + " others heard after %.1f ms, and after %.1f ms before: %.2f times as long%n",
                    overSockets ? "sockets" : "event streams",
                    PAUSED,
                    SECONDS,
                    A_SECOND,
                    growth,
                    answers,
                    MoveWebhooks.median(with),
                    MoveWebhooks.median(without),
                    slower);

            List<Integer> order = reading.get(0).heard.subList(2 * EVENTS, 3 * EVENTS);
            assertThat(order).doesNotHaveDuplicates().hasSize(EVENTS);
            assertThat(answers).as("answers that nobody could take").isLessThan((PAUSED + READING) * EVENTS);
            paused.forEach(Subscriber::resume);
            for (Subscriber subscriber : paused) {
                await().atMost(PATIENCE).until(() -> subscriber.heard.size() >= EVENTS);
                assertThat(subscriber.heard).isEqualTo(order);
            }
            assertThat(growth).isLessThan(MOST_GROWTH);
            if (MOST_SLOWER > 0) {
                assertThat(slower).isLessThan(MOST_SLOWER);
            }
        } finally {
            vertx.close();
        }
    }

    /** Not even the reason can be sent to it any more. */
    @ParameterizedTest
    @ValueSource(booleans = false)
    void areLetGoInTheEnd(boolean overSockets) throws Exception {
        Map<String, String> settings = new HashMap<>(LARGE);
        settings.putAll(Map.of("gateway.sockets.ping", "500ms", "gateway.sockets.silence", "2s"));
        try (Fleet own = new Fleet(PausedSubscribersIT.class, 1, settings)) {
            fleet = own;
            subscribers(overSockets ? sockets() : events(), 1, LARGE_SELECTION, 0)
                    .get(0)
                    .pause();
            while (answers() < MOST_TAKEN && fleet.replica(0).metric("gateway_sockets_open", "") > 0) {
                assertThat(deliver(events.getAndIncrement()).get()).isEqualTo(204);
            }

            await().atMost(PATIENCE).until(() -> fleet.replica(0).metric("gateway_sockets_open", "") == 0);
            assertThat(fleet.replica(0).metric("gateway_sockets_operations", ""))
                    .isZero();
            assertThat(fleet.replica(0).metric("gateway_feed_subscribers", "")).isZero();
        } finally {
            vertx.close();
        }
    }

    @FunctionalInterface
    private interface Way {
        Subscriber subscriber(int port, String selection);
    }

    private Way sockets() {
        WebSocketClient client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setMaxConnections(PAUSED + READING + 1)
                .setReceiveBufferSize(8 * 1024));
        return (port, selection) -> new OverSocket(client, port, selection);
    }

    private Way events() {
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setMaxPoolSize(PAUSED + READING + 1).setReceiveBufferSize(8 * 1024));
        return (port, selection) -> new OverEvents(client, port, selection);
    }

    private List<Subscriber> subscribers(Way way, int number, String selection, int others) throws Exception {
        List<Subscriber> begun = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            begun.add(way.subscriber(fleet.replica(0).port(), selection));
        }
        for (Subscriber one : begun) {
            one.ready.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        await().atMost(PATIENCE)
                .until(() -> fleet.replica(0).metric("gateway_feed_subscribers", "") == others + number);
        return begun;
    }

    /** One webhook for each event, at the rate, and not one later because the one before took long. */
    private void send() throws Exception {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        AtomicInteger left = new AtomicInteger(EVENTS);
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        CompletableFuture<Void> all = new CompletableFuture<>();
        var unused = clock.scheduleAtFixedRate(
                () -> {
                    if (left.getAndDecrement() > 0) {
                        int event = events.getAndIncrement();
                        sentAt[event] = System.nanoTime();
                        answers.add(deliver(event));
                    } else {
                        all.complete(null);
                    }
                },
                0,
                1_000_000 / A_SECOND,
                TimeUnit.MICROSECONDS);
        all.get(SECONDS + PATIENCE.toSeconds(), TimeUnit.SECONDS);
        clock.shutdownNow();
        for (CompletableFuture<Integer> answer : answers) {
            assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(204);
        }
    }

    private CompletableFuture<Integer> deliver(int event) {
        return webhooks.deliver(fleet.webhook(0), MoveWebhooks.move(0, event, "n"));
    }

    /** Milliseconds from the sending of a webhook to the event that it makes, when all have heard everything. */
    private List<Double> latencies(List<Subscriber> reading, int from) {
        List<Double> all = new ArrayList<>();
        for (Subscriber subscriber : reading) {
            await().atMost(PATIENCE).until(() -> subscriber.heard.size() >= from + EVENTS);
            for (int event = from; event < from + EVENTS; event++) {
                all.add((subscriber.heardAt[event] - sentAt[event]) / 1e6);
            }
        }
        return all;
    }

    private double answers() {
        return fleet.replica(0).metric("gateway_feed_answers_total", "");
    }

    /** MiB: what the process has of the machine, and what of its heap is in use when it has been tidied up. */
    private double memory() throws Exception {
        GatewayProcess replica = fleet.replica(0);
        Command.Result tidied = Command.run(
                Path.of("."),
                Duration.ofMinutes(1),
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(replica.pid()),
                "GC.run");
        assertThat(tidied.status()).as(tidied.output()).isZero();
        double resident = Files.readAllLines(Path.of("/proc/" + replica.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .sum();
        return resident + replica.metric("jvm_memory_used_bytes", "area=\"heap\"") / MIB;
    }

    /** Events are numbered by their leads. */
    private abstract static class Subscriber {
        private static final String NUMBER = "\"leadId\":\"";

        final CompletableFuture<Void> ready = new CompletableFuture<>();
        final List<Integer> heard = Collections.synchronizedList(new ArrayList<>());
        final long[] heardAt = new long[3 * EVENTS];

        /** One event, or what else there is to read. */
        final void received(String text) {
            int number = text.indexOf(NUMBER);
            if (number >= 0) {
                int from = number + NUMBER.length();
                int event = MoveWebhooks.number(text.substring(from, text.indexOf('"', from)));
                heardAt[event] = System.nanoTime();
                heard.add(event);
            }
        }

        abstract void pause();

        abstract void resume();
    }

    private static String cursors(int times) {
        return IntStream.range(0, times).mapToObj(i -> "c" + i + ": cursor").collect(Collectors.joining(" "));
    }

    private static String query(String selection) {
        return "{\"query\":\"subscription { stageChanged { leadId " + selection + " } }\"}";
    }

    private static final class OverSocket extends Subscriber {
        private WebSocket socket;

        OverSocket(WebSocketClient sockets, int port, String selection) {
            var unused = sockets.connect(new WebSocketConnectOptions()
                            .setHost("localhost")
                            .setPort(port)
                            .setURI("/graphql")
                            .addSubProtocol("graphql-transport-ws"))
                    .onFailure(ready::completeExceptionally)
                    .onSuccess(connected -> {
                        socket = connected;
                        // At the end of the test the gateway goes first.
                        connected.exceptionHandler(gone -> {});
                        connected.textMessageHandler(text -> {
                            if (text.contains("\"connection_ack\"")) {
                                connected.writeTextMessage(
                                        "{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":" + query(selection) + "}");
                                // Answered when what was sent before is under way.
                                connected.writeTextMessage("{\"type\":\"ping\"}");
                            } else if (text.contains("\"pong\"")) {
                                ready.complete(null);
                            } else {
                                received(text);
                            }
                        });
                        connected.writeTextMessage(Tokens.connectionInit());
                    });
        }

        @Override
        void pause() {
            socket.pause();
        }

        @Override
        void resume() {
            socket.resume();
        }
    }

    private static final class OverEvents extends Subscriber {
        private RecordParser events;

        OverEvents(HttpClient http, int port, String selection) {
            var unused = http.request(HttpMethod.POST, port, "localhost", "/graphql")
                    .flatMap(request -> request.putHeader("Content-Type", "application/json")
                            .putHeader("Accept", "text/event-stream")
                            .putHeader("Authorization", Tokens.bearer())
                            .send(query(selection)))
                    .onFailure(ready::completeExceptionally)
                    .onSuccess(answer -> {
                        events = RecordParser.newDelimited("\n\n", answer);
                        events.exceptionHandler(gone -> {});
                        events.handler(event -> received(event.toString()));
                        if (answer.statusCode() == 200) {
                            ready.complete(null);
                        } else {
                            ready.completeExceptionally(new IllegalStateException("status " + answer.statusCode()));
                        }
                    });
        }

        @Override
        void pause() {
            events.pause();
        }

        @Override
        void resume() {
            events.resume();
        }
    }
}
