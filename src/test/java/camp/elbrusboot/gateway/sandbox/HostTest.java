package camp.elbrusboot.gateway.sandbox;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostTest {
    private static final String HOME = "elbrusbootcamp.amocrm.ru";

    private static Sandbox sandbox;
    private static Client client;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start(SandboxSettings.crmAlone());
        client = new Client(sandbox.url());
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @BeforeEach
    void unlimited() {
        client.post("/sandbox/reset", "");
        client.post("/sandbox/settings", "{\"rateLimit\":0}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/at/elbrusbootcamp.amocrm.ru", "/at/ElbrusBootcamp.amoCRM.ru"})
    void answersAtTheAccountsHostNamedOrNot(String base) {
        assertThat(client.json(base + "/api/v4/account").path("id").asLong()).isEqualTo(21_234_439L);
        assertThat(client.get(base + "/api/v2/contacts/?id=46925315").body())
                .isEqualTo(Json.fixture("v2-contacts.json"));
        assertThat(client.json(base + "/api/v2/contacts?limit_rows=1")
                        .at("/_links/self/href")
                        .asText())
                .isEqualTo("/api/v2/contacts?limit_rows=1");
        assertThat(client.json(client.post(base + "/oauth2/access_token", "{}"))
                        .path("hint")
                        .asText())
                .contains("client_id");
    }

    @Test
    void handsOutABaseAddressWithAPlaceForTheHost() {
        var settings = sandbox.settingsForGateway();
        var base = requireNonNull(settings.get("gateway.account.base-url"));
        assertThat(base).isEqualTo(sandbox.url() + "/at/{host}");
        var host = requireNonNull(settings.get("gateway.account.host"));
        var path = base.replace("{host}", host).substring(sandbox.url().length());
        assertThat(client.json(path + "/api/v4/account").path("id").asText())
                .isEqualTo(settings.get("gateway.account.id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v4/account", "/oauth2/access_token", "/oauth", "/", "", "/sandbox/settings"})
    void knowsNoOtherHosts(String path) {
        assertPage404(client.get("/at/unknown.amocrm.ru" + path));
        assertPage404(client.post("/at/unknown.amocrm.ru" + path, "{}"));
    }

    @Test
    void recordsTheHostApartFromThePath() {
        client.get("/at/" + HOME + "/api/v4/leads/26331366");
        assertThat(last("host")).isEqualTo(HOME);
        assertThat(last("path")).isEqualTo("/api/v4/leads/26331366");
        client.get("/at/unknown.amocrm.ru/api/v4/leads/26331366");
        assertThat(last("host")).isEqualTo("unknown.amocrm.ru");
        client.get("/api/v4/leads/26331366");
        assertThat(last("host")).isEqualTo(HOME);
    }

    @Test
    void failsByThePathWithoutTheHost() {
        client.post("/sandbox/faults", "{\"kind\":\"status\",\"status\":502,\"path\":\"/api/v4/leads\",\"times\":1}");
        assertThat(client.get("/at/" + HOME + "/api/v4/leads/26331366").statusCode())
                .isEqualTo(502);
    }

    private static String last(String field) {
        var requests = client.json("/sandbox/requests").path("requests");
        return requests.get(requests.size() - 1).path(field).asText();
    }

    private static void assertPage404(HttpResponse<byte[]> response) {
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/html");
    }
}
