package camp.elbrusboot.gateway.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The public schema is a contract: it changes with its golden file, in one commit, or not at all. */
@QuarkusTest
class SchemaTest {
    private static final Path GOLDEN = Path.of("docs/schema.graphql");

    @Test
    void isWhatTheGoldenFileSays() throws IOException {
        String schema = given().get("/graphql/schema.graphql").asString().strip() + "\n";

        if (Boolean.getBoolean("schema.update")) {
            Files.writeString(GOLDEN, schema);
        }
        assertThat(schema)
                .as(
                        "to take a change over: ./mvnw test -Dtest=SchemaTest -Dschema.update, and commit docs/schema.graphql")
                .isEqualTo(Files.readString(GOLDEN));
    }
}
