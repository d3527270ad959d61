package camp.elbrusboot.gateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DisabledHookTest {
    /** Computed apart from the sandbox, with openssl dgst -sha256 -hmac. */
    private static final String SIGNATURE = "f92d7f30188a317810a7b174f1e6c07e522d8cc32b5d46d2f09dd8c733fccfce";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer receiver;
    private Sandbox sandbox;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        receiver.start();
        sandbox = Sandbox.start(SandboxSettings.crmAlone());
        client = new Client(sandbox.url());
    }

    @AfterEach
    void stop() {
        sandbox.close();
        receiver.stop(0);
    }

    @Test
    void revokesTheTokensAndSaysSoWithASignature() {
        var tokens = client.json(client.redeem("", client.code("")));
        assertThat(disable("", "\"url\":\"" + url() + "\"")).isEqualTo(202);
        assertThat(asked)
                .containsExactly("GET /off?account_id=21234439&client_uuid=" + Integration.CLIENT_ID + "&signature="
                        + SIGNATURE);
        assertThat(client.getWith(tokens.path("access_token").asText(), "/api/v4/account")
                        .statusCode())
                .isEqualTo(401);
        assertThat(client.refresh("", tokens).statusCode()).isEqualTo(401);
    }

    @Test
    void canSignWronglyAndNameTheParameterOtherwise() {
        assertThat(disable("", "\"url\":\"" + url() + "?a=b\",\"signature\":\"00\",\"parameter\":\"client_id\""))
                .isEqualTo(202);
        assertThat(asked)
                .containsExactly(
                        "GET /off?a=b&account_id=21234439&client_id=" + Integration.CLIENT_ID + "&signature=00");
    }

    @Test
    void concernsTheAccountThatIsNamed() {
        var first = client.json(client.redeem("", client.code("")));
        assertThat(disable("?host=second", "\"url\":\"" + url() + "\"")).isEqualTo(202);
        assertThat(asked.get(0)).contains("account_id=31415926&").doesNotContain(SIGNATURE);
        assertThat(client.refresh("", first).statusCode()).isEqualTo(200);
    }

    @Test
    void tellsWhenNobodyAnswers() {
        receiver.stop(0);
        assertThat(disable("", "\"url\":\"" + url() + "\"")).isZero();
        assertThat(client.post("/sandbox/integration/disable", "{}").statusCode())
                .isEqualTo(400);
    }

    private String url() {
        return "http://localhost:" + receiver.getAddress().getPort() + "/off";
    }

    private int disable(String query, String order) {
        return client.json(client.post("/sandbox/integration/disable" + query, "{" + order + "}"))
                .path("status")
                .asInt(-1);
    }
}
