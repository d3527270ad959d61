package camp.elbrusboot.gateway.artifact;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Webhooks of leads that have not moved before, sent by the test itself, and how long it took until they were told. */
final class MoveWebhooks {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final long FIRST_LEAD = 40_000_000;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /**
     * One move of a body.
     *
     * @param index its place in the body
     * @param number of the lead
     */
    static String move(int index, int number, String name) {
        String lead = "leads[status][" + index + "]";
        return lead + "[id]=" + (FIRST_LEAD + number) + "&" + lead + "[name]=" + name + "&" + lead
                + "[status_id]=142&" + lead + "[old_status_id]=21234454&" + lead + "[pipeline_id]=1309792&" + lead
                + "[updated_at]=1700000000";
    }

    /** Which of the leads it is. */
    static int number(String leadId) {
        return (int) (Long.parseLong(leadId) - FIRST_LEAD);
    }

    /** The status of the answer. What was refused for now is sent again, as amoCRM does, but at once. */
    CompletableFuture<Integer> deliver(String webhook, String body) {
        return http.sendAsync(
                        HttpRequest.newBuilder(URI.create(webhook))
                                .timeout(PATIENCE)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .thenCompose(answer -> answer.statusCode() == 503
                        ? deliver(webhook, body)
                        : CompletableFuture.completedFuture(answer.statusCode()));
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
