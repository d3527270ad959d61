package camp.elbrusboot.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.enterprise.inject.spi.CDI;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** GraphQL over server-sent events, as the distinct connections of the protocol {@code graphql-sse}. */
@QuarkusTest
@Timeout(60)
class EventStreamTest {
    private static final long LEAD = 30_000_700;
    private static final long PIPELINE = 1309792;
    private static final long[] STAGES = {22695448, 21234454};

    private final SandboxControl sandbox = new SandboxControl();
    private final HttpClient client = HttpClient.newHttpClient();

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

    /** The lines of an answer, as they come. */
    private final class Stream implements AutoCloseable {
        private final HttpResponse<InputStream> response;
        private final BufferedReader lines;

        Stream(String query) throws Exception {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create("http://localhost:" + RestAssured.port + "/graphql"))
                    .header("Content-Type", "application/json")
                    .header("Accept", "text/event-stream")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"query\":\"" + query + "\"}"));
            Graphql.headers().forEach(request::header);
            response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        }

        /** The next event; comments are skipped. */
        String event() throws IOException {
            StringBuilder event = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty() && event.length() > 0) {
                    return event.toString();
                }
                if (!line.isEmpty() && !line.startsWith(":")) {
                    event.append(line).append('\n');
                }
            }
            return "end";
        }

        @Override
        public void close() throws IOException {
            response.body().close();
        }
    }

    @Test
    void answersAQuery() throws Exception {
        try (Stream stream = new Stream("{ __typename }")) {
            assertThat(stream.response.statusCode()).isEqualTo(200);
            assertThat(stream.response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
            assertThat(stream.event()).isEqualTo("event: next\ndata: {\"data\":{\"__typename\":\"Query\"}}\n");
            assertThat(stream.event()).isEqualTo("event: complete\ndata:\n");
            assertThat(stream.event()).isEqualTo("end");
        }
    }

    @Test
    void saysThatADocumentIsNoGood() throws Exception {
        try (Stream stream = new Stream("{ nothing }")) {
            assertThat(stream.event())
                    .startsWith("event: next\ndata: {\"errors\":[")
                    .contains("BAD_REQUEST");
            assertThat(stream.event()).isEqualTo("event: complete\ndata:\n");
            assertThat(stream.event()).isEqualTo("end");
        }
    }

    @Test
    void pushesEventsUntilTheClientLeaves() throws Exception {
        double before = gauge("gateway.sockets.operations");
        try (Stream stream = new Stream(
                "subscription { stageChanged(filter: {leadIds: [\\\"" + LEAD + "\\\"]}) { leadId status { id } } }")) {
            await().until(() -> gauge("gateway.sockets.operations") == before + 1);
            for (long stage : STAGES) {
                sandbox.move(LEAD, PIPELINE, stage);
                assertThat(stream.event())
                        .startsWith("event: next\ndata: ")
                        .contains("\"leadId\":\"" + LEAD + "\"", ":" + stage + "\"");
            }
        }
        // The connection of this client may be reused; it is the answer that it does not read any more.
        await().until(() -> gauge("gateway.sockets.operations") == before);
    }

    private static double gauge(String name) {
        return CDI.current().select(MeterRegistry.class).get().get(name).gauge().value();
    }
}
