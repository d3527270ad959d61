package camp.elbrusboot.gateway.reads;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Keep the caches warm, and must not see what is older than anybody had been told when they asked. */
public final class Readers implements AutoCloseable {
    private static final int LONGEST_PAUSE_MS = 25;

    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger answers = new AtomicInteger();
    private final List<Frontend> gateways;
    private final StageHistory history;
    private final ConcurrentLinkedQueue<String> complaints;
    private volatile boolean over;

    public Readers(
            int count,
            List<Frontend> gateways,
            StageHistory history,
            long seed,
            ConcurrentLinkedQueue<String> complaints) {
        this.gateways = gateways;
        this.history = history;
        this.complaints = complaints;
        for (int i = 0; i < count; i++) {
            read(new Random(seed + i));
        }
    }

    public int answers() {
        return answers.get();
    }

    private void read(Random random) {
        if (over) {
            return;
        }
        Map<Long, Integer> least = new HashMap<>();
        history.leads().forEach(lead -> least.put(lead, history.heard(lead)));
        String fields = " { id updatedAt status { id } }";
        long one = Population.pick(random, history.leads());
        String query =
                switch (random.nextInt(4)) {
                    case 0 -> "leadsById(ids: " + history.leads() + ")" + fields;
                    case 1 -> "leads(first: 10) { nodes" + fields + " }";
                    case 2 ->
                        "pipeline(id: 1309792) { status(statusId: 142) { leads(first: 10) { nodes" + fields + " } } }";
                    default -> "lead(id: " + one + ")" + fields;
                };
        var unused = Population.pick(random, gateways)
                .ask("{ it: " + query + " }")
                .whenComplete((answer, failure) -> {
                    if (failure != null && !over) {
                        complaints.add("reading: " + failure);
                    } else if (failure == null) {
                        answers.incrementAndGet();
                        check(query, answer, least);
                    }
                    try {
                        var unusedTimer = pace.schedule(
                                () -> read(random), random.nextInt(LONGEST_PAUSE_MS), TimeUnit.MILLISECONDS);
                    } catch (RejectedExecutionException closed) {
                        // Nobody needs another answer.
                    }
                });
    }

    private void check(String query, JsonNode answer, Map<Long, Integer> least) {
        if (answer.has("errors")) {
            complaints.add("reading " + query + ": " + answer.path("errors"));
        }
        for (JsonNode read : answer.findParents("updatedAt")) {
            long lead = read.path("id").asLong();
            if (least.containsKey(lead)) {
                String complaint = history.complaint(lead, least.get(lead), read);
                if (!complaint.isEmpty()) {
                    complaints.add("reading " + query + ": " + complaint);
                }
            }
        }
    }

    @Override
    public void close() {
        over = true;
        pace.shutdownNow();
    }
}
