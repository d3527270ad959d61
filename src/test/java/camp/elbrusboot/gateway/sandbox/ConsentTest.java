package camp.elbrusboot.gateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentTest {
    private static final String ASKED = "/oauth?client_id=" + Integration.CLIENT_ID;

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
    void reset() {
        client.post("/sandbox/reset", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"www.amocrm.ru", "www.amocrm.com", "www.kommo.com"})
    void sendsTheBrowserBackWithACode(String host) {
        var parameters = redirect(client.getWith("", "/at/" + host + ASKED + "&state=a%26b%20c&mode=post_message"));
        assertThat(parameters.text("referer")).contains("elbrusbootcamp.amocrm.ru");
        assertThat(parameters.text("state")).contains("a&b c");
        assertThat(parameters.text("platform")).contains("1");
        assertThat(parameters.text("client_id")).contains(Integration.CLIENT_ID);
        var code = parameters.text("code").orElseThrow();
        assertThat(code).startsWith("def502");
        assertThat(client.redeem("", code).statusCode()).isEqualTo(200);
        assertThat(client.redeem("", code).statusCode()).isEqualTo(400);
    }

    @Test
    void givesTheHostThatTheAccountHasNow() {
        client.post("/sandbox/move-host", "{\"host\":\"moved.kommo.com\"}");
        var parameters = redirect(client.get("/at/www.kommo.com" + ASKED));
        assertThat(parameters.text("referer")).contains("moved.kommo.com");
        assertThat(parameters.text("platform")).contains("2");
        assertThat(parameters.text("state")).isEqualTo(Optional.empty());
    }

    @Test
    void refusesOnDemand() {
        client.post("/sandbox/settings", "{\"consents\":false}");
        var parameters = redirect(client.get("/at/www.amocrm.ru" + ASKED + "&state=s"));
        assertThat(parameters.text("error")).contains("access_denied");
        assertThat(parameters.text("state")).contains("s");
        assertThat(parameters.text("code")).isEmpty();
    }

    @Test
    void knowsOneIntegrationAndItsAccounts() {
        assertThat(client.get("/at/www.amocrm.ru/oauth?client_id=other&state=s").statusCode())
                .isEqualTo(400);
        assertThat(client.get("/at/www.amocrm.ru/oauth").statusCode()).isEqualTo(400);
        assertThat(client.get("/at/www.amocrm.ru" + ASKED + "&account=nobody").statusCode())
                .isEqualTo(400);
        assertThat(client.get("/at/elbrusbootcamp.amocrm.ru" + ASKED).statusCode())
                .isNotEqualTo(302);
    }

    @Test
    void isNeitherCountedNorRecorded() {
        long before = client.json("/sandbox/requests").path("total").asLong();
        for (int i = 0; i < 10; i++) {
            redirect(client.get("/at/www.amocrm.ru" + ASKED));
        }
        assertThat(client.json("/sandbox/requests").path("total").asLong()).isEqualTo(before);
    }

    private static Query redirect(HttpResponse<byte[]> response) {
        assertThat(response.statusCode()).isEqualTo(302);
        var location = response.headers().firstValue("Location").orElseThrow();
        assertThat(location).startsWith(Integration.REDIRECT_URI + "?");
        return new Query(location.substring(location.indexOf('?') + 1));
    }
}
