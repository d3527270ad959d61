package camp.elbrusboot.gateway.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import graphql.language.Definition;
import graphql.language.DescribedNode;
import graphql.language.NamedNode;
import graphql.language.Node;
import graphql.parser.Parser;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    @Test
    void saysOfEverythingWhatItIs() throws IOException {
        List<String> unsaid = new ArrayList<>();
        for (Definition<?> definition :
                new Parser().parseDocument(Files.readString(GOLDEN)).getDefinitions()) {
            look("", definition, unsaid);
        }
        assertThat(unsaid).isEmpty();
    }

    private static void look(String path, Node<?> node, List<String> unsaid) {
        String name = node instanceof NamedNode<?> named ? path + named.getName() : path;
        if (node instanceof DescribedNode<?> described && described.getDescription() == null) {
            unsaid.add(name);
        }
        node.getChildren().forEach(child -> look(name + ".", child, unsaid));
    }
}
