package camp.elbrusboot.gateway.reads;

import camp.elbrusboot.gateway.journey.GraphqlSocket;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A subscriber that refetches on each event, on a replica chosen at random, and knows what it must not see then. */
public final class Watcher implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 90;

    private final GraphqlSocket socket;
    private final List<Frontend> gateways;
    private final StageHistory history;
    private final Random random;
    private final ConcurrentLinkedQueue<String> complaints;
    private final Set<CompletableFuture<Void>> underWay = new HashSet<>();
    private final CompletableFuture<Void> end;

    /** Subscribes at once. What is wrong is added to {@code complaints}. */
    public Watcher(
            String socketUrl,
            List<Frontend> gateways,
            StageHistory history,
            long seed,
            ConcurrentLinkedQueue<String> complaints) {
        this.gateways = gateways;
        this.history = history;
        this.random = new Random(seed);
        this.complaints = complaints;
        socket = new GraphqlSocket(socketUrl);
        socket.subscribe("subscription { stageChanged { leadId changedAt status { statusId pipeline { id } } } }");
        end = new CompletableFuture<>();
        history.tell(this, 0);
        Thread thread = new Thread(this::listen, "watcher");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns when it has heard of every move, and has refetched. */
    public void hearAll() {
        end.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private void listen() {
        try {
            Set<String> told = new HashSet<>();
            do {
                JsonNode event = socket.stageChange();
                if (told.add(event.path("leadId") + "@" + event.path("changedAt"))) {
                    underWay.add(refetch(event));
                    history.tell(this, told.size());
                    underWay.removeIf(refetch -> refetch.isDone() && !refetch.isCompletedExceptionally());
                } else {
                    complaints.add("told twice of " + event);
                }
            } while (!history.isAll(told.size()));
            CompletableFuture.allOf(underWay.toArray(CompletableFuture[]::new)).join();
            end.complete(null);
        } catch (RuntimeException | AssertionError failed) {
            end.completeExceptionally(failed);
        }
    }

    private CompletableFuture<Void> refetch(JsonNode event) {
        long lead = event.path("leadId").asLong();
        int index = history.hear(lead, Instant.parse(event.path("changedAt").asText()));
        String pipeline = event.at("/status/pipeline/id").asText();
        String status = event.at("/status/statusId").asText();
        String list = random.nextBoolean()
                ? "p: pipeline(id: " + pipeline + ") { status(statusId: " + status
                        + ") { leads(first: 50) { nodes { id } } } }"
                : "leads(first: 50, filter: {statuses: [{pipelineId: " + pipeline + ", statusId: " + status
                        + "}]}) { nodes { id } }";
        String query = "{ lead(id: " + lead + ") { updatedAt status { id } } " + list + " }";
        return Population.pick(random, gateways).ask(query).handle((answer, failure) -> {
            if (failure != null || answer.has("errors")) {
                complaints.add("refetch of lead " + lead + ": "
                        + (failure == null ? answer.path("errors").toString() : failure.toString()));
                return null;
            }
            String complaint = history.complaint(lead, index, answer.at("/data/lead"));
            if (!complaint.isEmpty()) {
                complaints.add("refetch: " + complaint);
            }
            // Still there after the answer came, so it was there all the while.
            if (history.isStillAt(lead, index) && !answer.findValuesAsText("id").contains(Long.toString(lead))) {
                complaints.add("lead " + lead + " is in " + pipeline + ":" + status + " and not in its list: " + query);
            }
            return null;
        });
    }

    @Override
    public void close() {
        socket.close();
    }
}
