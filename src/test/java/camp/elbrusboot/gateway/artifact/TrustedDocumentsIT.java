package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import camp.elbrusboot.gateway.journey.GraphqlSocket;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gateway that runs nothing but what its operator has registered. */
@Timeout(100)
class TrustedDocumentsIT extends Standalone {
    private static final String PIPELINES = "{ pipelines { id } }";
    private static final String EVENTS = "subscription { stageChanged { id } }";

    @Test
    void runsNothingElseOverAnyTransport() throws Exception {
        settings.put("gateway.account.authorization-code", sandbox.authorizationCode());
        settings.put(
                "gateway.requests.trusted-documents",
                Files.writeString(
                                scratch.resolve("documents.json"),
                                "{\"pipelines\":\"" + PIPELINES + "\",\"events\":\"" + EVENTS + "\"}")
                        .toString());
        try (GatewayProcess gateway = start();
                GraphqlSocket socket = new GraphqlSocket("ws://localhost:" + gateway.port() + "/graphql")) {
            assertThat(ask(gateway, "{\"documentId\":\"pipelines\"}")).contains("\"data\":{\"pipelines\":[");
            assertThat(ask(gateway, "{\"query\":\"" + PIPELINES + "\"}")).contains("\"data\":{\"pipelines\":[");
            for (String other : new String[] {
                "{\"query\":\"{ __typename }\"}",
                "{\"documentId\":\"others\"}",
                "{\"query\":\"{ pipelines { name } }\",\"documentId\":\"pipelines\"}",
            }) {
                assertThat(ask(gateway, other)).contains("\"code\":\"UNTRUSTED_DOCUMENT\"");
            }
            socket.start("{ __typename }");
            assertThat(socket.expect("error").toString()).contains("UNTRUSTED_DOCUMENT");
            socket.start(PIPELINES);
            assertThat(socket.expect("next").toString()).contains("\"pipelines\":[");
        }
        assertThat(log()).contains("Nothing runs here but 2 trusted documents");
    }

    private static String ask(GatewayProcess gateway, String body) {
        return gateway.post("/graphql", "application/json", body).body();
    }
}
