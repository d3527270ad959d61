package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import camp.elbrusboot.gateway.journey.GraphqlSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Subscribers come back that are far behind, to a replica with little memory. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BacklogIT {
    private static final int EVENTS = Integer.getInteger("backlog.events", 1_000);
    private static final int SAMPLES = Integer.getInteger("backlog.samples", 40);

    /** 0 where the clock of the machine is not to decide. */
    private static final double MOST_SLOWER = Double.parseDouble(System.getProperty("backlog.slower", "0"));

    private static final int AT_ONCE = 30;
    private static final int IN_A_BODY = 50;

    /** Each subscriber is owed 8 MB, twice as much as it may take of the heap. */
    private static final String NAME = "n".repeat(8_000_000 / EVENTS);

    private static final String HEAP = "-Xmx128m";

    /** Live events that are told before the first is measured. */
    private static final int WARM = 20;

    private static final int ROUNDS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final MoveWebhooks webhooks = new MoveWebhooks();
    private final AtomicInteger leads = new AtomicInteger();
    private Fleet fleet;
    private String begin;
    private List<String> log;

    @BeforeAll
    void fillTheLog() throws Exception {
        Assumptions.assumeTrue(
                GatewayProcess.command().contains("-jar"), "skipped: the limit is given to a JVM, and this is none");
        // What is held for all is a small part of the log; of ten thousand it is what is delivered.
        Map<String, String> settings = Map.of("gateway.feed.window", Integer.toString(Math.min(500, EVENTS / 20)));
        fleet = new Fleet(BacklogIT.class, 1, settings, HEAP, "-XX:+ExitOnOutOfMemoryError");
        Bookkeeping books = new Bookkeeping(fleet, "none");
        begin = books.begin();
        for (int event = 0; event < EVENTS; event += IN_A_BODY) {
            StringBuilder body = new StringBuilder();
            for (int i = 0; i < IN_A_BODY; i++) {
                body.append(i == 0 ? "" : "&").append(MoveWebhooks.move(i, leads.getAndIncrement(), NAME));
            }
            assertThat(webhooks.deliver(fleet.webhook(0), body.toString()).join())
                    .isEqualTo(204);
        }
        log = books.log();
        assertThat(log).hasSize(EVENTS);
    }

    @AfterAll
    void leaveNoTrace() throws Exception {
        if (fleet != null) {
            fleet.close();
        }
    }

    /** Were what they are owed held in memory for each of them, it would not fit. */
    @Test
    void tellsManyWhoAreBehindOfEverythingInOrderWithLittleMemory() throws Exception {
        List<GraphqlSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < AT_ONCE; i++) {
                sockets.add(new GraphqlSocket(fleet.socket(0)));
            }
            sockets.forEach(this::resume);
            for (GraphqlSocket socket : sockets) {
                assertThat(told(socket)).isEqualTo(log);
            }
        } finally {
            sockets.forEach(GraphqlSocket::close);
        }
        assertThat(fleet.replica(0).isAlive()).isTrue();
        assertThat(Files.readString(Path.of("target/logs/BacklogIT-1.log"))).doesNotContain("OutOfMemoryError");
    }

    @Test
    void keepsLiveSubscribersUpMeanwhile() throws Exception {
        List<Double> without = new ArrayList<>();
        List<Double> with = new ArrayList<>();
        int resumes = 0;
        try (GraphqlSocket live = new GraphqlSocket(fleet.socket(0))) {
            live.subscribe("subscription { stageChanged { leadId } }");
            measure(live, WARM, new ArrayList<>());
            for (int round = 0; round < ROUNDS; round++) {
                measure(live, SAMPLES, without);
                try (Resuming others = new Resuming()) {
                    measure(live, SAMPLES, with);
                    resumes += others.end();
                }
            }
        }
        double slower = MoveWebhooks.median(with) / MoveWebhooks.median(without);
        System.out.printf(
                "BacklogIT: %d events behind; a live event after %.1f ms, and after %.1f ms while %d subscribers resumed:"
                        + " %.2f times as long%n",
                EVENTS, MoveWebhooks.median(without), MoveWebhooks.median(with), resumes, slower);
        assertThat(resumes).isPositive();
        if (MOST_SLOWER > 0) {
            assertThat(slower).isLessThan(MOST_SLOWER);
        }
    }

    /** One subscriber after the other, each far behind. */
    private final class Resuming implements AutoCloseable {
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private volatile boolean enough;
        private final Future<Integer> resumes = thread.submit(() -> {
            int number = 0;
            do {
                try (GraphqlSocket socket = new GraphqlSocket(fleet.socket(0))) {
                    resume(socket);
                    assertThat(told(socket)).isEqualTo(log);
                }
                number++;
            } while (!enough);
            return number;
        });

        /** After the one that is under way. */
        int end() throws Exception {
            enough = true;
            return resumes.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            thread.shutdownNow();
        }
    }

    private void resume(GraphqlSocket socket) {
        socket.start("subscription { stageChanged(after: \"" + begin + "\") { id } }");
    }

    /** Ids of as many as were in the log when all began. */
    private static List<String> told(GraphqlSocket socket) {
        List<String> ids = new ArrayList<>();
        while (ids.size() < EVENTS) {
            ids.add(socket.stageChange().path("id").asText());
        }
        return ids;
    }

    /** Milliseconds from the sending of a webhook to the event that it makes. */
    private void measure(GraphqlSocket live, int number, List<Double> into) {
        for (int i = 0; i < number; i++) {
            String body = MoveWebhooks.move(0, leads.getAndIncrement(), "n");
            long sent = System.nanoTime();
            CompletableFuture<Integer> answer = webhooks.deliver(fleet.webhook(0), body);
            live.stageChange();
            into.add((System.nanoTime() - sent) / 1e6);
            assertThat(answer.join()).isEqualTo(204);
        }
    }
}
