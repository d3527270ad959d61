package camp.elbrusboot.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.enterprise.inject.spi.CDI;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Who must not get in, and what must not be run, by each way in which GraphQL is spoken here. */
@QuarkusTest
@Timeout(120)
class SecurityTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MINE = 1309792;
    private static final long THEIRS = 1984213;
    private static final long[] STAGES = {22695448, 21234454};
    private static final long THEIR_STAGE = 29941108;
    private static final String NOTHING = "{ __typename }";
    private static final String EVENTS = "subscription { stageChanged { leadId } }";

    private final SandboxControl sandbox = new SandboxControl();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void leaveNoTrace() {
        sandbox.reset();
        SandboxControl.flushCache();
    }

    private enum Way {
        HTTP,
        WEBSOCKET,
        EVENTS
    }

    /**
     * Somebody's try.
     *
     * @param outcomes what is answered: a status and a code, of a socket how it is closed, or the code alone where the
     *     operation was refused
     */
    private record Attempt(String what, String token, String account, String query, Map<Way, String> outcomes) {}

    private static Attempt unauthenticated(String what, String token) {
        return attempt(what, token, "", NOTHING, "401 UNAUTHENTICATED", "closed 4401 Unauthorized");
    }

    private static Attempt attempt(
            String what, String token, String account, String query, String request, String socket) {
        return new Attempt(
                what, token, account, query, Map.of(Way.HTTP, request, Way.WEBSOCKET, socket, Way.EVENTS, request));
    }

    private static Attempt refused(String what, String query, String code) {
        return new Attempt(
                what,
                Tokens.all(),
                "",
                query,
                Map.of(Way.HTTP, "200 " + code, Way.WEBSOCKET, code, Way.EVENTS, "200 " + code));
    }

    private static List<Attempt> attempts() {
        String readers = "roles=" + Tokens.READ + "," + Tokens.PII;
        String good = Tokens.all();
        String unsigned = good.substring(0, good.lastIndexOf('.') + 1);
        String bomb = "{ lead(id: 1) { ...F0 } } "
                + Stream.iterate(0, i -> i < 40, i -> i + 1)
                        .map(i -> "fragment F" + i + " on Lead { ...F" + (i + 1) + " ...F" + (i + 1) + " } ")
                        .reduce("", String::concat)
                + "fragment F40 on Lead { id }";
        return List.of(
                unauthenticated("no token", ""),
                unauthenticated("no JWT", "secret"),
                unauthenticated("no signature", unsigned),
                unauthenticated("another signature", Tokens.with(readers + "&key=foreign")),
                unauthenticated("changed claims", changed(good)),
                unauthenticated("a number for the algorithm", forged("{\"alg\":1}", "{}")),
                unauthenticated("a number for the key", forged("{\"alg\":\"ES256\",\"kid\":7}", "{}")),
                unauthenticated("no algorithm", forged("{\"alg\":\"none\"}", "{}")),
                unauthenticated("a list for a header", forged("[]", "{}")),
                unauthenticated("no claims", forged("{\"alg\":\"ES256\"}", "[1]")),
                unauthenticated("the end of time", claiming("\"exp\":9e18")),
                unauthenticated("more than the end of time", claiming("\"exp\":1e300")),
                unauthenticated("the beginning of time", claiming("\"exp\":4000000000,\"nbf\":-9e18")),
                unauthenticated("another audience", Tokens.with(readers + "&audience=another")),
                unauthenticated("expired", Tokens.with(readers + "&expires-in=-60")),
                attempt(
                        "missing role",
                        Tokens.of(Tokens.OPERATE),
                        "",
                        NOTHING,
                        "403 FORBIDDEN",
                        "closed 4403 Forbidden"),
                attempt(
                        "another's account",
                        Tokens.with(readers + "&accounts=28805383"),
                        SandboxControl.ACCOUNT,
                        "{ account { id } }",
                        "200 UNKNOWN_ACCOUNT",
                        "UNKNOWN_ACCOUNT"),
                new Attempt(
                        "another's account's events",
                        Tokens.with(readers + "&accounts=28805383"),
                        SandboxControl.ACCOUNT,
                        EVENTS,
                        Map.of(
                                Way.HTTP,
                                "200 BAD_REQUEST",
                                Way.WEBSOCKET,
                                "UNKNOWN_ACCOUNT",
                                Way.EVENTS,
                                "200 UNKNOWN_ACCOUNT")),
                refused(
                        "a bomb of aliases",
                        "{ lead(id: 1) { " + repeat("a%d: id ", 300) + "} }",
                        "QUERY_TOO_EXPENSIVE"),
                refused(
                        "a bomb of directives",
                        "{ __typename " + repeat("@skip(if: false) ", 200) + "}",
                        "QUERY_TOO_EXPENSIVE"),
                refused("a bomb of fragments", bomb, "QUERY_TOO_EXPENSIVE"),
                refused(
                        "a bomb of depth",
                        "{ lead(id: 1) { " + repeat("contacts { leads { ", 10) + "id" + repeat(" } }", 10) + " } }",
                        "QUERY_TOO_EXPENSIVE"),
                refused("a bomb of tokens", "{ " + repeat("__typename ", 6_000) + "}", "QUERY_TOO_EXPENSIVE"),
                refused("a bomb of brackets", repeat("{ a ", 3_000), "BAD_REQUEST"),
                refused(
                        "a cycle of fragments",
                        "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
                        "BAD_REQUEST"),
                refused(
                        "too many calls",
                        "{ pipelines { statuses { leads { nodes { id } } } } }",
                        "QUERY_TOO_EXPENSIVE"),
                refused("a field that is not there", "{ lead(id: 1) { nam } }", "BAD_REQUEST"));
    }

    private static String repeat(String text, int times) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < times; i++) {
            all.append(text.contains("%d") ? text.formatted(i) : text);
        }
        return all.toString();
    }

    private static String forged(String header, String claims) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".AAAA";
    }

    private static String claiming(String times) {
        return forged(
                "{\"alg\":\"ES256\"}",
                "{\"sub\":\"a\",\"aud\":\"" + SandboxControl.setting("gateway.access.audience")
                        + "\",\"roles\":[\"crm.read\"]," + times + "}");
    }

    private static String changed(String token) {
        String[] parts = token.split("\\.");
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String more = claims.replace("crm.read", "crm.operate\",\"crm.read");
        return parts[0] + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(more.getBytes(StandardCharsets.UTF_8))
                + "." + parts[2];
    }

    @TestFactory
    Stream<DynamicTest> refuses() {
        return attempts().stream().flatMap(attempt -> Stream.of(Way.values())
                .map(way -> DynamicTest.dynamicTest(attempt.what() + " over " + way, () -> {
                    int before = sandbox.requests();
                    String answer = answer(way, attempt);
                    assertThat(outcome(way, answer))
                            .as(answer)
                            .isEqualTo(attempt.outcomes().get(way));
                    assertThat(answer).doesNotContain("\tat ", "Exception", "graphql.", "Did you mean");
                    assertThat(sandbox.requestsSince(before)).isEmpty();
                })));
    }

    /** What would be a success for it is one for somebody who may. */
    @TestFactory
    Stream<DynamicTest> letsInWhoMay() {
        return Stream.of(Way.values())
                .map(way -> DynamicTest.dynamicTest("over " + way, () -> {
                    String answer = answer(
                            way,
                            new Attempt(
                                    "",
                                    Tokens.of(Tokens.READ),
                                    SandboxControl.ACCOUNT,
                                    "{ account { id } }",
                                    Map.of()));
                    assertThat(answer).contains("\"data\":{\"account\":{\"id\":\"" + SandboxControl.ACCOUNT + "\"}}");
                }));
    }

    private String answer(Way way, Attempt attempt) throws Exception {
        if (way == Way.WEBSOCKET) {
            return overSocket(attempt);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(uri())
                .header("Content-Type", "application/json")
                .header("Accept", way == Way.EVENTS ? "text/event-stream" : "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(Map.of("query", attempt.query()))));
        headers(attempt).forEach(request::header);
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }

    private static Map<String, String> headers(Attempt attempt) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (!attempt.token().isEmpty()) {
            headers.put("Authorization", "Bearer " + attempt.token());
        }
        if (!attempt.account().isEmpty()) {
            headers.put("X-Amocrm-Account", attempt.account());
        }
        return headers;
    }

    private static String overSocket(Attempt attempt) throws IOException {
        try (GraphqlSocket socket = GraphqlSocket.connected("graphql-transport-ws")) {
            socket.send(JSON.writeValueAsString(Map.of("type", "connection_init", "payload", headers(attempt))));
            JsonNode first = socket.message();
            if (!first.path("type").asText().equals("connection_ack")) {
                return first.path("type").asText();
            }
            socket.start(attempt.query());
            return socket.message().toString();
        }
    }

    private static String outcome(Way way, String answer) {
        Matcher code = Pattern.compile("\"code\":\"([A-Z_]+)\"").matcher(answer);
        String found = code.find() ? code.group(1) : "";
        if (way == Way.WEBSOCKET) {
            return answer.startsWith("closed") ? answer : found;
        }
        return answer.substring(0, 3) + " " + found;
    }

    private static URI uri() {
        return URI.create("http://localhost:" + RestAssured.port + "/graphql");
    }

    /** Events of pipelines that the caller must not see do not come; the next that it may see does. */
    @Test
    void pushesNoEventsOfOtherPipelinesAsAnEventStream() throws Exception {
        long lead = 30_000_710;
        sandbox.subscribe("http://localhost:" + RestAssured.port + SandboxControl.webhookPath());
        String limited = Tokens.with("roles=crm.read&pipelines=" + MINE);
        double before = operations();
        HttpRequest request = HttpRequest.newBuilder(uri())
                .header("Content-Type", "application/json")
                .header("Accept", "text/event-stream")
                .header("Authorization", "Bearer " + limited)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"query\":\"subscription { stageChanged(filter: {leadIds: [\\\"" + lead
                                + "\\\"]}) { pipeline { id } status { statusId } } }\"}"))
                .build();
        HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            await().until(() -> operations() == before + 1);
            sandbox.move(lead, MINE, STAGES[0]);
            sandbox.move(lead, THEIRS, THEIR_STAGE);
            sandbox.move(lead, MINE, STAGES[1]);

            assertThat(event(lines)).contains("\"" + STAGES[0] + "\"");
            assertThat(event(lines)).contains("\"" + STAGES[1] + "\"");
        }
    }

    private static String event(BufferedReader lines) throws IOException {
        String line;
        do {
            line = lines.readLine();
        } while (line != null && !line.startsWith("data: "));
        return String.valueOf(line);
    }

    private static double operations() {
        return gauge("gateway.sockets.operations");
    }

    private static double gauge(String name) {
        return CDI.current().select(MeterRegistry.class).get().get(name).gauge().value();
    }

    /** Whoever renews its token in time goes on from where it was. */
    @Test
    void endsASubscriptionWithItsToken() throws Exception {
        long lead = 30_000_711;
        sandbox.subscribe("http://localhost:" + RestAssured.port + SandboxControl.webhookPath());
        String query =
                "subscription { stageChanged(filter: {leadIds: [\"" + lead + "\"]}%s) { cursor status { statusId } } }";
        String cursor;
        String token = Tokens.minted("roles=crm.read&expires-in=4");
        try (GraphqlSocket socket = GraphqlSocket.as(token)) {
            socket.subscribe(query.formatted(""));
            sandbox.move(lead, MINE, STAGES[0]);
            cursor = socket.stageChange().path("cursor").asText();
            socket.expect("closed 4403 Forbidden");
            System.out.printf("SecurityTest: closed %d ms after its token had expired%n", sinceExpiry(token));
        }
        sandbox.move(lead, MINE, STAGES[1]);
        sandbox.move(lead, MINE, STAGES[0]);
        try (GraphqlSocket socket = GraphqlSocket.as(Tokens.of(Tokens.READ))) {
            socket.subscribe(query.formatted(", after: \"" + cursor + "\""));
            assertThat(socket.stageChange().at("/status/statusId").asLong()).isEqualTo(STAGES[1]);
            assertThat(socket.stageChange().at("/status/statusId").asLong()).isEqualTo(STAGES[0]);
        }
    }

    private static long sinceExpiry(String token) throws IOException {
        JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
        return System.currentTimeMillis() - claims.path("exp").asLong() * 1_000;
    }

    @Test
    void endsAnEventStreamWithItsToken() throws Exception {
        double before = operations();
        HttpRequest request = HttpRequest.newBuilder(uri())
                .header("Content-Type", "application/json")
                .header("Accept", "text/event-stream")
                .header("Authorization", "Bearer " + Tokens.minted("roles=crm.read&expires-in=3"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"query\":\"" + EVENTS + "\"}"))
                .build();
        HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        try (InputStream body = response.body()) {
            String all = "";
            try {
                all = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException cut) {
                // Not ended, but cut off: the client is to come again.
            }
            assertThat(all).doesNotContain("event: complete");
        }
        await().until(() -> operations() == before);
    }

    /** All of it is known already, so it costs no call; but it is more with each level. */
    @TestFactory
    Stream<DynamicTest> doesNotAnswerWithoutEnd() {
        String nested = "{ pipelines { " + repeat("statuses { pipeline { ", 6) + "id" + repeat(" } }", 6) + " } }";
        Attempt attempt = new Attempt("", Tokens.all(), "", nested, Map.of());
        return Stream.of(Way.values())
                .map(way -> DynamicTest.dynamicTest("over " + way, () -> {
                    String answer = answer(way, attempt);
                    assertThat(answer).contains("QUERY_TOO_EXPENSIVE", "values").doesNotContain("\"data\":{");
                }));
    }

    /** Who is gone before its stream begins keeps no place. */
    @Test
    void forgetsThoseWhoLeaveAtOnce() throws Exception {
        double open = gauge("gateway.sockets.open");
        double operations = operations();
        String body = "{\"query\":\"" + EVENTS + "\"}";
        byte[] request = ("POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Accept: text/event-stream\r\nAuthorization: " + Tokens.bearer() + "\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 100; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
                socket.getOutputStream().write(request);
            }
        }
        await().until(() -> gauge("gateway.sockets.open") == open && operations() == operations);
    }

    /** A body that is announced and does not come keeps nothing busy. */
    @Test
    void doesNotWaitForBodiesThatDoNotCome() throws Exception {
        for (String announced : List.of("Content-Length: 100", "Transfer-Encoding: chunked")) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
                socket.setSoTimeout(20_000);
                OutputStream out = socket.getOutputStream();
                out.write(("POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                + "Authorization: " + Tokens.bearer() + "\r\n" + announced + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                out.flush();
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).startsWith("HTTP/1.1 408").contains("BAD_REQUEST", "connection: close");
            }
        }
    }

    @Test
    void doesNotReadBodiesWithoutEnd() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                            + "Authorization: " + Tokens.bearer() + "\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] chunk = ("1000\r\n" + " ".repeat(0x1000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            assertThatThrownBy(() -> {
                        while (true) {
                            out.write(chunk);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }
}
