package camp.elbrusboot.gateway.artifact;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Clients that each ask a question that nobody has asked before, and when they have the answer the next one. */
final class Storm implements AutoCloseable {
    /** A client that was told to wait for longer asks again after this. */
    private static final long LONGEST_PAUSE_MS = 3_000;

    private static final Instant EPOCH = Instant.parse("2020-01-01T00:00:00Z");

    private final ScheduledExecutorService pace = Executors.newScheduledThreadPool(2);
    private final Map<String, LongAdder> outcomes = new ConcurrentSkipListMap<>();
    private final List<CompletableFuture<Void>> clients = new ArrayList<>();
    private final LongAdder questions = new LongAdder();
    private final long begin = System.nanoTime();
    private long number;
    private volatile boolean over;

    /** Begins at once. Every fourth client is not urgent. */
    Storm(List<GatewayProcess> fleet, int clients) {
        for (int i = 0; i < clients; i++) {
            CompletableFuture<Void> end = new CompletableFuture<>();
            this.clients.add(end);
            boolean urgent = i / fleet.size() % 4 != 3;
            GatewayProcess gateway = fleet.get(i % fleet.size());
            client(gateway, urgent ? new String[0] : new String[] {"Priority", "u=6"}, end);
        }
    }

    private void client(GatewayProcess gateway, String[] headers, CompletableFuture<Void> end) {
        if (over) {
            end.complete(null);
            return;
        }
        long mine = next();
        questions.increment();
        var unused = ask(gateway, (int) (mine % 4), mine, headers).whenComplete((answer, failure) -> {
            long pause = 0;
            if (failure != null) {
                count("failed: " + failure);
                pause = LONGEST_PAUSE_MS;
            } else if (answer.codes().isEmpty()) {
                count("answered");
            } else {
                answer.codes().forEach(this::count);
                pause = Math.min(LONGEST_PAUSE_MS, answer.retryAfterMillis());
            }
            if (over) {
                end.complete(null);
            } else {
                var unusedTimer = pace.schedule(() -> client(gateway, headers, end), pause, TimeUnit.MILLISECONDS);
            }
        });
    }

    /** Leads, contacts, and lists, of which no two are read in one call; no two numbers get the same question. */
    static CompletableFuture<Answer> ask(GatewayProcess gateway, int kind, long number, String... headers) {
        Instant moment = EPOCH.plusSeconds(number);
        return gateway.ask(
                switch (kind) {
                    case 0 -> "{ lead(id: \"" + (30_000_001 + number) + "\") { id } }";
                    case 1 -> "{ contact(id: \"" + (50_000_001 + number) + "\") { id } }";
                    default -> "{ leads(first: 1, filter: {createdAt: {from: \"" + moment + "\"}}) { nodes { id } } }";
                },
                headers);
    }

    void blow(Duration time) throws InterruptedException {
        CountDownLatch passed = new CountDownLatch(1);
        var unused = pace.schedule(passed::countDown, time.toMillis(), TimeUnit.MILLISECONDS);
        passed.await();
    }

    /** Waits until the last question is answered; says what the clients have got. */
    String end() {
        long seconds = Math.max(1, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
        String sofar = "in " + seconds + " s " + questions.sum() + " questions, so far " + new TreeMap<>(outcomes);
        over = true;
        CompletableFuture.allOf(clients.toArray(CompletableFuture[]::new))
                .orTimeout(2, TimeUnit.MINUTES)
                .join();
        return sofar;
    }

    long answered() {
        LongAdder answered = outcomes.get("answered");
        return answered == null ? 0 : answered.sum();
    }

    /** Everything that was not an answer. */
    Set<String> codes() {
        Map<String, LongAdder> codes = new TreeMap<>(outcomes);
        codes.remove("answered");
        return codes.keySet();
    }

    private void count(String outcome) {
        outcomes.computeIfAbsent(outcome, o -> new LongAdder()).increment();
    }

    private synchronized long next() {
        return ++number;
    }

    @Override
    public void close() {
        over = true;
        pace.shutdownNow();
    }
}
