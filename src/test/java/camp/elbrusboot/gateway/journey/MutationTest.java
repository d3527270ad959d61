package camp.elbrusboot.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What amoCRM and callers send, damaged at random: answered with what the README lists, and with nothing of the gateway's inside. {@code
 * -Dmutations=10000} for more, {@code -Dmutations.seed=} for the same again.
 */
@QuarkusTest
@Timeout(900)
class MutationTest {
    private static final Logger LOG = Logger.getLogger(MutationTest.class);

    private static final int ROUNDS = Integer.getInteger("mutations", 300);
    private static final long SEED = Long.getLong("mutations.seed", System.nanoTime());
    private static final int MOST_METERS = 25;
    private static final long MOST_BYTES = 48L << 20;

    private static final List<String> TYPES = List.of(
            "application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded; charset=windows-1251",
            "application/json",
            "multipart/form-data; boundary=x",
            "\u00e9");

    private final Mutations mutations = new Mutations(SEED);

    @Inject
    MeterRegistry meters;

    @TestHTTPResource(value = "/", management = true)
    URL management;

    @BeforeAll
    static void sayTheSeed() {
        LOG.infof("-Dmutations=%d -Dmutations.seed=%d", ROUNDS, SEED);
    }

    /** Damaged webhooks are of leads that others look at, too. */
    @AfterAll
    static void leaveNoTrace() {
        SandboxControl.flushCache();
    }

    @Test
    void damagedWebhooksAreTakenOrRefused() throws IOException {
        List<String> valid = List.of(fixture("webhook-multi.form"), fixture("webhook-dp-status.form"));
        holds(Set.of(204, 400), () -> {
            byte[] body = mutations.of(mutations.one(valid));
            return request(
                    "POST " + SandboxControl.webhookPath() + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                            + mutations.one(TYPES) + "\r\nContent-Length: " + body.length + "\r\n\r\n",
                    body);
        });
        assertThat(Deliveries.post(valid.get(0))).isEqualTo(204);
    }

    @Test
    void damagedCallbacksAreRefused() {
        String query = "code=def50200abcdef&state=" + state()
                + "&referer=example.amocrm.ru&client_id=00000000-0000-4000-8000-000000000000&from_widget=1";
        // amoCRM refuses the code, where nothing else of it is damaged; a client that makes its head too long hears of
        // that.
        holds(Set.of(400, 403, 409, 414, 431, 502), () -> request("GET /oauth/callback?", mutations.of(query)));
    }

    @Test
    void damagedWordsOfSwitchedOffIntegrationsAreRefused() {
        String query = "account_id=" + SandboxControl.ACCOUNT + "&client_uuid="
                + SandboxControl.setting("gateway.account.client-id") + "&signature=" + "0".repeat(64);
        holds(Set.of(400, 403, 414, 431), () -> request("GET /oauth/disabled?", mutations.of(query)));
    }

    @Test
    void damagedAddressesOfTheWebhookAreNone() {
        String key = SandboxControl.webhookPath().substring("/webhooks/amocrm/".length());
        // A query or a fragment behind the right path leaves it the right path: 204 is not, for there is no body.
        holds(Set.of(400, 404, 414, 431), () -> request("POST /webhooks/amocrm/", mutations.of(key)));
    }

    @Test
    void damagedRequestsOfGraphqlAreAnsweredOrRefused() {
        List<String> valid = List.of(
                "{\"query\":\"query A($id: ID!, $n: Int = 3) { lead(id: $id) { id ...F } leads(first: $n) { nodes { ...F } } }"
                        + " fragment F on Lead { name status { name } contacts @include(if: true) { name emails { value } } }\","
                        + "\"operationName\":\"A\",\"variables\":{\"id\":\"26331366\",\"n\":2},\"extensions\":{}}",
                "{\"query\":\"{ pipelines { id statuses { id color sort } } stageChanges(first: 3) { nodes { id } } }\"}",
                "{\"variables\":null,\"extensions\":{\"persistedQuery\":{\"version\":1,\"sha256Hash\":\"ecf4edb46db40b5132295c0291d62fb65"
                        + "d6759a9eedfa4d5d612dd5ec54a6b38\"}}}");
        holds(Set.of(200, 400, 413), () -> graphql(mutations.of(mutations.one(valid))));
    }

    @Test
    void damagedQueryStringsAreAnsweredOrRefused() {
        String valid = "query=%7Blead(id:%2226331366%22)%7Bid%7D%7D&variables=%7B%7D&extensions=%7B%7D";
        holds(Set.of(200, 400, 404, 414, 431), () -> {
            byte[] query = mutations.of(valid);
            byte[] end = (" HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + Tokens.bearer() + "\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1);
            return joined("GET /graphql?".getBytes(StandardCharsets.ISO_8859_1), query, end);
        });
    }

    /** Whatever is done to a cursor, it is the same one or none. */
    @Test
    void damagedCursorsAreNone() {
        String list =
                Graphql.data("{ leads(first: 2) { pageInfo { endCursor } } }").getString("leads.pageInfo.endCursor");
        String log = Graphql.data("{ stageChanges(first: 1) { pageInfo { endCursor } } }")
                .getString("stageChanges.pageInfo.endCursor");
        for (String field : List.of("leads", "stageChanges")) {
            String cursor = field.equals("leads") ? list : log;
            holds(Set.of(200, 400, 413), () -> {
                String damaged = new String(mutations.of(cursor), StandardCharsets.ISO_8859_1);
                String body = new JsonObject()
                        .put(
                                "query",
                                "query($after: String) { " + field + "(first: 2, after: $after) { nodes { id } } }")
                        .put("variables", new JsonObject().put("after", damaged))
                        .encode();
                return graphql(body.getBytes(StandardCharsets.UTF_8));
            });
        }
    }

    private static byte[] graphql(byte[] body) {
        byte[] head = ("POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: "
                        + Tokens.bearer() + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        return joined(head, body, new byte[0]);
    }

    private static byte[] joined(byte[] one, byte[] two, byte[] three) {
        return ByteBuffer.allocate(one.length + two.length + three.length)
                .put(one)
                .put(two)
                .put(three)
                .array();
    }

    private interface Attempt {
        byte[] next();
    }

    private static byte[] request(String head, byte[] rest) {
        byte[] end = head.endsWith("\r\n\r\n")
                ? new byte[0]
                : " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
        byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
        return joined(start, rest, end);
    }

    private void holds(Set<Integer> documented, Attempt attempt) {
        // What is made once is made before anything is measured.
        for (int i = 0; i < 50; i++) {
            check(documented, attempt.next());
        }
        Set<Meter.Id> known = ids();
        long before = heap();
        for (int i = 0; i < ROUNDS; i++) {
            check(documented, attempt.next());
        }
        Set<Meter.Id> fresh = ids();
        fresh.removeAll(known);
        assertThat(fresh)
                .as("new meters")
                .hasSizeLessThan(MOST_METERS)
                .extracting(id -> String.valueOf(id.getTag("uri")))
                .allMatch(uri -> !uri.startsWith("/webhooks/") || uri.equals("/webhooks/amocrm/{account}/{key}"));
        assertThat(heap() - before).as("bytes of heap").isLessThan(MOST_BYTES);
    }

    private Set<Meter.Id> ids() {
        return meters.getMeters().stream().map(Meter::getId).collect(Collectors.toCollection(HashSet::new));
    }

    private static void check(Set<Integer> documented, byte[] request) {
        // A connection of its own for each: what is left of a damaged request must not be taken for the next.
        try (RawConnection connection = RawConnection.open()) {
            connection.send(request);
            RawConnection.Answer answer = connection.answer();
            assertThat(answer.status())
                    .as("seed %d, base64 %s", SEED, shown(request))
                    .isIn(documented);
            assertThat(answer.body())
                    .as("seed %d, base64 %s", SEED, shown(request))
                    .doesNotContain("Exception", "\tat ", "java.", "io.vertx", "elbrusboot.gateway", "\"INTERNAL\"");
        }
    }

    private static String shown(byte[] request) {
        String text = Base64.getEncoder().encodeToString(request);
        return text.length() > 4000 ? text.substring(0, 4000) + "…" : text;
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** One that this gateway has issued. */
    private String state() {
        try (RawConnection operator = RawConnection.from("127.0.0.1", management.getPort())) {
            operator.send("GET /oauth/connect HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + Tokens.operator()
                    + "\r\n\r\n");
            String window = operator.answer().headers().get("location");
            return Objects.requireNonNull(window).replaceFirst(".*state=", "");
        }
    }

    private static String fixture(String name) throws IOException {
        try (InputStream recorded = MutationTest.class.getResourceAsStream("/webhooks/" + name)) {
            // Of leads that no other test looks at.
            return new String(Objects.requireNonNull(recorded).readAllBytes(), StandardCharsets.UTF_8)
                    .trim()
                    .replace("263313", "880013");
        }
    }
}
