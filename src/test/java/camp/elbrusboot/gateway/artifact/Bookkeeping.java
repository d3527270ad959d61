package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What the sandbox has sent to an address and was answered, held against what a fleet's log has. */
final class Bookkeeping {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PAGE = 250;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Fleet fleet;
    private final String destination;
    private final Set<String> acknowledged = new HashSet<>();

    Bookkeeping(Fleet fleet, String destination) {
        this.fleet = fleet;
        this.destination = destination;
    }

    /**
     * An attempt to deliver.
     *
     * @param at when it was sent, in milliseconds of the epoch
     * @param status of the answer, 0 for none
     */
    record Attempt(double at, int status, String requestId) {
        boolean isAcknowledged() {
            return status / 100 == 2;
        }
    }

    /** In the order of the answers. The sandbox remembers the newest alone, so it is to be asked now and then. */
    List<Attempt> attempts() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(fleet.sandbox.url() + "/sandbox/deliveries"))
                .build();
        JsonNode all = new ObjectMapper()
                .readTree(
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        List<Attempt> attempts = new ArrayList<>();
        all.forEach(delivery -> {
            // Those of other tests are among them, too.
            if (delivery.path("destination").asText().equals(destination)) {
                attempts.add(new Attempt(
                        delivery.path("at").asDouble(),
                        delivery.path("status").asInt(),
                        delivery.path("requestId").asText()));
            }
        });
        attempts.stream().filter(Attempt::isAcknowledged).forEach(attempt -> acknowledged.add(attempt.requestId()));
        return attempts;
    }

    /** Numbers of all deliveries that the sandbox has ever told to have been taken. */
    Set<String> acknowledged() throws IOException, InterruptedException {
        attempts();
        return Set.copyOf(acknowledged);
    }

    /** Numbers of the deliveries that the database has. */
    Set<String> kept() throws SQLException {
        return new HashSet<>(fleet.database.query("select request_id from delivery"));
    }

    /** Waits until nothing is acknowledged any more. What the sandbox has yet to send may be much. */
    void settle() {
        await().during(Duration.ofSeconds(5)).atMost(Duration.ofMinutes(20)).until(() -> {
            int before = acknowledged.size();
            return acknowledged().size() == before;
        });
    }

    /** The cursor of where the log begins, for who asks before anything is in it. */
    String begin() throws Exception {
        return page(null).at("/pageInfo/endCursor").asText();
    }

    /** Ids of the stage changes of the whole log, page by page as a frontend reads it, once everything acknowledged is in it. */
    List<String> log() throws Exception {
        Set<String> owed = acknowledged();
        await().atMost(PATIENCE).until(() -> kept().containsAll(owed));
        List<String> ids = new ArrayList<>();
        String after = null;
        boolean more = true;
        while (more) {
            JsonNode page = page(after);
            page.path("nodes").forEach(node -> ids.add(node.path("id").asText()));
            after = page.at("/pageInfo/endCursor").asText();
            more = page.at("/pageInfo/hasNextPage").asBoolean();
        }
        assertThat(ids).hasSize(Integer.parseInt(fleet.database.value("select count(*) from stage_change")));
        assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
        return ids;
    }

    private JsonNode page(String after) throws Exception {
        JsonNode answer = fleet.frontends()
                .get(0)
                .ask("{ stageChanges(first: " + PAGE + (after == null ? "" : ", after: \"" + after + "\"")
                        + ") { nodes { id } pageInfo { hasNextPage endCursor } } }")
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(answer.has("errors")).as("%s", answer).isFalse();
        return answer.at("/data/stageChanges");
    }
}
