package camp.elbrusboot.gateway.journey;

import static io.restassured.RestAssured.given;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.Map;

/** Asks the gateway over HTTP. */
public final class Graphql {
    private Graphql() {}

    /** Who asks. */
    static Map<String, String> headers() {
        return Map.of("Authorization", Tokens.bearer());
    }

    public static JsonPath ask(String query) {
        return ask(query, Map.of());
    }

    public static JsonPath ask(String query, Map<String, Object> variables) {
        return respond(query, variables).jsonPath();
    }

    /** The answer with its headers. */
    public static Response respond(String query, Map<String, Object> variables) {
        return respond(query, variables, Tokens.all());
    }

    /** As somebody in particular. */
    static JsonPath askAs(String token, String query) {
        return respond(query, Map.of(), token).jsonPath();
    }

    private static Response respond(String query, Map<String, Object> variables, String token) {
        return given().contentType("application/json")
                .header("Authorization", "Bearer " + token)
                .body(Map.of("query", query, "variables", variables))
                .post("/graphql")
                .then()
                .statusCode(200)
                .extract()
                .response();
    }

    /** What is under {@code data}; fails when there are errors. */
    public static JsonPath data(String query) {
        JsonPath answer = ask(query);
        if (answer.get("errors") != null) {
            throw new AssertionError(answer.getString("errors"));
        }
        return answer.setRootPath("data");
    }
}
