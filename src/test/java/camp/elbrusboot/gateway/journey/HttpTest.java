package camp.elbrusboot.gateway.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** GraphQL over HTTP, as its specification has it, and what it does not take. */
@QuarkusTest
@Timeout(60)
class HttpTest {
    private static final String GRAPHQL = "application/graphql-response+json";
    private static final String JSON = "application/json";
    private static final String NOTHING = "{\"query\":\"{ __typename }\"}";

    private final SandboxControl sandbox = new SandboxControl();

    /** Adds nothing to content types of its own accord. */
    private static RequestSpecification plain() {
        return given().config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                                .encodeContentTypeAs("application/x-www-form-urlencoded", ContentType.TEXT)
                                .encodeContentTypeAs("multipart/form-data", ContentType.TEXT)))
                .headers(Graphql.headers());
    }

    private static Response post(String accept, String body) {
        return plain().accept(accept).contentType(JSON).body(body).post("/graphql");
    }

    private static String query(String text) {
        return "{\"query\":\"" + text + "\"}";
    }

    private static void assertRefused(Response response, int status, String code) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        JsonPath body = response.jsonPath();
        assertThat(body.getString("errors[0].extensions.code")).isEqualTo(code);
        assertThat(body.getString("errors[0].extensions.traceId")).matches("[0-9a-f]{32}");
        assertThat(response.asString()).doesNotContain("Exception", "\\tat ", "\"data\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | application/json",
                "application/graphql-response+json | application/graphql-response+json",
                "*/* | application/json",
                "application/* | application/json",
                "application/graphql-response+json, application/json;q=0.9 | application/graphql-response+json",
                "application/json;q=0.8, application/graphql-response+json | application/graphql-response+json",
                "application/json, application/graphql-response+json | application/json",
                "text/html, application/xhtml+xml, */*;q=0.8 | application/json",
                "application/json;q=0, */* | application/graphql-response+json",
            })
    void answersInTheFormThatIsWanted(String accept, String contentType) {
        Response response = post(accept, NOTHING);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.contentType()).isEqualTo(contentType + "; charset=utf-8");
        assertThat(response.jsonPath().getString("data.__typename")).isEqualTo("Query");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "image/png", "application/json;q=0", "application/json;q=2"})
    void hasNoOtherForm(String accept) {
        assertRefused(post(accept, NOTHING), 406, "BAD_REQUEST");
    }

    /** These are what a page of anybody can make a browser send without asking the gateway first. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data",
                "application/json; charset=iso-8859-1",
                "text/plain; application/json",
            })
    void takesNoBodyOfAnotherKind(String contentType) {
        assertRefused(
                plain().accept(JSON).contentType(contentType).body(NOTHING).post("/graphql"), 415, "BAD_REQUEST");
    }

    static Stream<Arguments> requestsThatAreNone() {
        return Stream.of(
                arguments("no JSON", "{ \"not a JSON"),
                arguments("nothing", ""),
                arguments("a batch", "[" + NOTHING + "]"),
                arguments("a string", "\"{ __typename }\""),
                arguments("no query", "{\"qeury\":\"{ __typename }\"}"),
                arguments("query: object", "{\"query\":{}}"),
                arguments("query: number", "{\"query\":0}"),
                arguments("query: false", "{\"query\":false}"),
                arguments("query: list", "{\"query\":[\"a\"]}"),
                arguments("operationName", "{\"query\":\"{ __typename }\",\"operationName\":{}}"),
                arguments("variables", "{\"query\":\"{ __typename }\",\"variables\":[]}"),
                arguments("extensions", "{\"query\":\"{ __typename }\",\"extensions\":\"text\"}"),
                arguments("endless nesting", "{\"a\":" + "[".repeat(60_000)),
                arguments("documentId", "{\"documentId\":\"any\"}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requestsThatAreNone")
    void refusesWhatIsNoRequest(String what, String body) {
        assertRefused(post(JSON, body), what.equals("documentId") ? 200 : 400, "BAD_REQUEST");
    }

    @Test
    void refusesBytesThatAreNoText() {
        byte[] body = NOTHING.getBytes(StandardCharsets.UTF_8);
        body[12] = (byte) 0xff;
        assertRefused(plain().contentType(JSON).body(body).post("/graphql"), 400, "BAD_REQUEST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{ nothing }",
                "query A { __typename } query B { __typename }",
                "mutation { __typename }",
                "subscription { stageChanged { id } }",
                "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
                "query($id: ID!) { lead(id: $id) { id } }",
            })
    void saysByTheStatusThatADocumentIsNoGoodToWhoUnderstandsIt(String document) {
        assertRefused(post(GRAPHQL, query(document)), 400, "BAD_REQUEST");
        assertRefused(post(JSON, query(document)), 200, "BAD_REQUEST");
    }

    @Test
    void isNoFailureOfTheRequestWhenAFieldFails() {
        Response response = post(GRAPHQL, query("{ lead(id: \\\"none\\\") { id } }"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.jsonPath().getString("errors[0].extensions.code")).isEqualTo("INVALID_ARGUMENT");
    }

    @Test
    void isAskedByGet() {
        Response response = plain().queryParam(
                        "query", "query A($id: ID!) { lead(id: $id) { id } } query B { __typename }")
                .queryParam("operationName", "A")
                .queryParam("variables", "{\"id\":\"26331366\"}")
                .get("/graphql");
        assertThat(response.jsonPath().getString("data.lead.id")).isEqualTo("26331366");
    }

    static Stream<Arguments> queryStringsThatAreNone() {
        return Stream.of(
                arguments("a=b", 400),
                arguments("query=%7B__typename%7D&query=%7B__typename%7D", 400),
                arguments("query=%7B__typename%7D&variables=%5B%5D", 400),
                arguments("query=%7B__typename%7D&extensions=no", 400),
                arguments("query=%7B__typename%7D&variables=%ff%fe", 400),
                arguments("query=mutation%7B__typename%7D", 405),
                arguments("query=subscription%7BstageChanged%7Bid%7D%7D", 400));
    }

    @ParameterizedTest
    @MethodSource("queryStringsThatAreNone")
    void refusesWhatIsNoQueryString(String queryString, int status) {
        assertRefused(
                plain().accept(GRAPHQL).urlEncodingEnabled(false).get("/graphql?" + queryString),
                status,
                "BAD_REQUEST");
    }

    /** By the specification, whichever form of answers the client knows. */
    @Test
    void runsNoMutationByGet() {
        Response response = plain().accept(JSON)
                .queryParam("query", "mutation { __typename }")
                .get("/graphql");
        assertRefused(response, 405, "BAD_REQUEST");
        assertThat(response.header("Allow")).isEqualTo("POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH"})
    void knowsNoOtherMethod(String method) {
        Response response = plain().request(method, "/graphql");
        assertRefused(response, 405, "BAD_REQUEST");
        assertThat(response.header("Allow")).isEqualTo("GET, POST");
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        assertRefused(post(JSON, query("{ __typename }" + " ".repeat(200_000))), 413, "BAD_REQUEST");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bombs")
    void refusesBombs(String limit, String document) {
        Response response = post(GRAPHQL, query(document));
        assertRefused(response, 400, "QUERY_TOO_EXPENSIVE");
        assertThat(response.jsonPath().getString("errors[0].message")).contains(limit);
    }

    static Stream<Arguments> bombs() {
        String doubling = IntStream.range(0, 40)
                .mapToObj(i -> "fragment F" + i + " on Lead { ...F" + (i + 1) + " ...F" + (i + 1) + " }")
                .collect(Collectors.joining(" "));
        return Stream.of(
                arguments("tokens", "{ " + "__typename ".repeat(6_000) + "}"),
                arguments("tokens", "{ a: __typename } " + "#,,,\\n".repeat(10) + "{ x } ".repeat(2_000)),
                arguments(
                        "depth", "{" + "lead(id: 1) { contacts { leads ".repeat(8) + "{ id }" + "} }".repeat(8) + "}"),
                arguments("root fields", "{ " + "__typename ".repeat(21) + "}"),
                arguments("aliases", "{ lead(id: 1) { " + aliases(201) + "} }"),
                arguments("fields", "{ lead(id: 1) { " + "id ".repeat(1_001) + "} }"),
                arguments("fields", "{ lead(id: 1) { ...F0 } } " + doubling + " fragment F40 on Lead { id }"),
                arguments("directives", "{ __typename " + "@skip(if: false) ".repeat(101) + "}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | { pipelines { statuses { leads(first: 1) { nodes { id } } } } }",
                "400 | { pipelines { statuses { leads(first: 250) { nodes { contacts { name } } } } } }",
                "400 | query($n: Int = 250) { leads(first: $n) { nodes { contacts { leads { contacts { leads { contacts"
                        + " { leads { contacts { id } } } } } } } } } }",
                "200 | { pipelines { leads(first: 5) { nodes { id } } } }",
                "200 | { leads(first: 250) { nodes { id contacts { name leads { id } } } } }",
            })
    void refusesWhatWouldTakeTooManyCalls(int status, String document) {
        int before = sandbox.requests();
        Response response = post(GRAPHQL, query(document));
        if (status == 400) {
            assertThat(sandbox.requestsSince(before)).isEmpty();
            assertThat(response.jsonPath().getString("errors[0].extensions.code"))
                    .isEqualTo("QUERY_TOO_EXPENSIVE");
        }
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
    }

    private static String aliases(int count) {
        return IntStream.range(0, count).mapToObj(i -> "a" + i + ": id ").collect(Collectors.joining());
    }

    @Test
    void remembersPersistedQueries() throws Exception {
        String document = "{ __typename persisted: __typename }";
        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(document.getBytes(StandardCharsets.UTF_8)));
        String extensions = "\"extensions\":{\"persistedQuery\":{\"version\":1,\"sha256Hash\":\"" + hash + "\"}}";

        Response unknown = post(JSON, "{" + extensions + "}");
        assertRefused(unknown, 200, "PERSISTED_QUERY_NOT_FOUND");
        assertThat(unknown.jsonPath().getString("errors[0].message")).isEqualTo("PersistedQueryNotFound");
        assertRefused(post(JSON, "{\"query\":\"{ other: __typename }\"," + extensions + "}"), 200, "BAD_REQUEST");
        assertRefused(post(JSON, "{" + extensions + "}"), 200, "PERSISTED_QUERY_NOT_FOUND");
        for (String body :
                new String[] {"{\"query\":\"" + document + "\"," + extensions + "}", "{" + extensions + "}"}) {
            assertThat(post(JSON, body).jsonPath().getString("data.persisted")).isEqualTo("Query");
        }
        assertThat(plain().queryParam("extensions", "{" + extensions.substring(14))
                        .get("/graphql")
                        .jsonPath()
                        .getString("data.persisted"))
                .isEqualTo("Query");
    }

    @Test
    void takesTheCallersTraceId() {
        String traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
        Response response = plain().header("traceparent", "00-" + traceId + "-00f067aa0ba902b7-01")
                .contentType(JSON)
                .body(query("{"))
                .post("/graphql");
        assertThat(response.jsonPath().getString("errors[0].extensions.traceId"))
                .isEqualTo(traceId);
    }

    @Test
    void asksNobodyOfAnotherOriginIn() {
        for (Map<String, String> headers : List.of(
                Map.of("Origin", "https://evil.example"),
                Map.of("Origin", "null"),
                Map.of("Origin", "https://evil.example", "Accept", "text/event-stream"))) {
            Response response =
                    plain().headers(headers).contentType(JSON).body(NOTHING).post("/graphql");
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.asString()).isEmpty();
        }
        Response handshake = given().header("Origin", "https://evil.example")
                .header("Upgrade", "websocket")
                .header("Connection", "Upgrade")
                .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                .header("Sec-WebSocket-Version", "13")
                .header("Sec-WebSocket-Protocol", "graphql-transport-ws")
                .get("/graphql");
        assertThat(handshake.statusCode()).isEqualTo(403);
        Response preflight = given().header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "POST")
                .options("/graphql");
        assertThat(preflight.statusCode()).isEqualTo(403);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isNull();
    }

    @Test
    void sendsHeadersThatKeepBrowsersSafe() {
        Response response = post(JSON, NOTHING);
        assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(response.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(response.header("Set-Cookie")).isNull();
    }
}
