package camp.elbrusboot.gateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecondAccountTest {
    private static final String FIRST = "/at/elbrusbootcamp.amocrm.ru";
    private static final String SECOND = "/at/second.amocrm.ru";

    private Sandbox sandbox;
    private Client client;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start(SandboxSettings.crmAlone());
        client = new Client(sandbox.url());
        client.post("/sandbox/settings", "{\"rateLimit\":0}");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v4/leads/26331366",
                "/api/v4/contacts/46925315",
                "/api/v4/companies/46925333",
                "/api/v4/leads/pipelines/1309792",
                "/api/v4/leads/pipelines/1309792/statuses/21234451"
            })
    void hasOtherThingsUnderTheSameIds(String path) {
        var first = client.json(FIRST + path);
        var second = json(path);
        assertThat(second.path("id")).isEqualTo(first.path("id"));
        assertThat(second.path("name")).isNotEqualTo(first.path("name"));
        assertThat(first.path("account_id").asLong()).isEqualTo(21_234_439L);
        assertThat(second.path("account_id").asLong()).isEqualTo(31_415_926L);
        assertThat(second.at("/_links/self/href").asText()).isEqualTo("https://second.amocrm.ru" + path);
    }

    @Test
    void isThereInVersion2Too() {
        var contact = json("/api/v2/contacts?id=46925315").at("/_embedded/items/0");
        assertThat(contact.path("name").asText()).isEqualTo("Вера Другова");
        assertThat(contact.path("account_id").asLong()).isEqualTo(31_415_926L);
        assertThat(json("/api/v2/pipelines?id=1309792")
                        .at("/_embedded/items/1309792/name")
                        .asText())
                .isEqualTo("Запись в лагерь");
    }

    @Test
    void takesNoTokensAndCodesOfTheOther() {
        var first = client.json(client.redeem(FIRST, client.code("")));
        var second = client.json(client.redeem(SECOND, client.code("second.amocrm.ru")));
        assertThat(status(first, FIRST)).isEqualTo(200);
        assertThat(status(second, SECOND)).isEqualTo(200);
        assertThat(status(first, SECOND)).isEqualTo(401);
        assertThat(status(second, FIRST)).isEqualTo(401);
        assertThat(client.refresh(SECOND, first).statusCode()).isEqualTo(400);
        assertThat(client.redeem(SECOND, client.code("")).statusCode()).isEqualTo(400);
        assertThat(client.get(SECOND + "/api/v4/account").statusCode()).isEqualTo(401);

        client.post("/sandbox/tokens/revoke?host=second", "");
        assertThat(status(second, SECOND)).isEqualTo(401);
        assertThat(status(first, FIRST)).isEqualTo(200);
    }

    @Test
    void isFoundByItsRefreshToken() {
        var second = client.json(client.redeem(SECOND, client.code("second")));
        var found = client.json(client.getWithHeader(
                "X-Refresh-Token",
                second.path("refresh_token").asText(),
                "/at/api-b.amocrm.ru/oauth2/account/current/subdomain"));
        assertThat(found.path("domain").asText()).isEqualTo("second.amocrm.ru");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hint", "setting"})
    void canBeChosenInTheWindow(String way) {
        if (way.equals("setting")) {
            client.post("/sandbox/settings", "{\"consentAccount\":\"second.amocrm.ru\"}");
        }
        var asked = "/at/www.amocrm.ru/oauth?client_id=" + Integration.CLIENT_ID;
        var response = client.get(asked + (way.equals("hint") ? "&account=second" : ""));
        var location = response.headers().firstValue("Location").orElseThrow();
        var parameters = new Query(location.substring(location.indexOf('?') + 1));
        assertThat(parameters.text("referer")).contains("second.amocrm.ru");
        assertThat(client.redeem(SECOND, parameters.text("code").orElseThrow()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void movesItsOwnLeadsAndTellsItsOwnSubscribers() throws IOException {
        try (var receiver = new Receiver()) {
            var body = "{\"destination\":\"" + receiver.url() + "\",\"settings\":[\"status_lead\"]}";
            assertThat(client.post("/sandbox/subscribe?host=second", body).statusCode())
                    .isEqualTo(201);
            var move = "/sandbox/leads/26331366/move?statusId=21234454";
            assertThat(client.post(move, "").statusCode()).isEqualTo(204);
            assertThat(client.post(move + "&host=second", "").statusCode()).isEqualTo(204);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> receiver.received().size() == 1);
            assertThat(receiver.received().get(0).toString())
                    .contains("31415926")
                    .contains("second");
            assertThat(client.post(move + "&host=third", "").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void sharesTheAllowanceOfTheIntegration() {
        client.post("/sandbox/settings", "{\"rateLimit\":4}");
        for (int i = 0; i < 2; i++) {
            assertThat(client.get(FIRST + "/api/v4/account").statusCode()).isEqualTo(200);
            assertThat(second("/api/v4/account")).isEqualTo(200);
        }
        assertThat(client.get(FIRST + "/api/v4/account").statusCode()).isEqualTo(429);
        assertThat(second("/api/v4/account")).isEqualTo(429);
    }

    @Test
    void hasAnAllowanceOfItsOwn() {
        client.post("/sandbox/settings", "{\"rateLimit\":100,\"accountRateLimit\":3}");
        for (int i = 0; i < 3; i++) {
            assertThat(second("/api/v4/account")).isEqualTo(200);
        }
        assertThat(second("/api/v4/account")).isEqualTo(429);
        assertThat(client.get(FIRST + "/api/v4/account").statusCode()).isEqualTo(200);
    }

    private int second(String path) {
        return client.getWith(Tokens.LONG_LIVED_OF_SECOND, SECOND + path).statusCode();
    }

    private JsonNode json(String path) {
        return client.json(client.getWith(Tokens.LONG_LIVED_OF_SECOND, SECOND + path));
    }

    private int status(JsonNode tokens, String base) {
        return client.getWith(tokens.path("access_token").asText(), base + "/api/v4/account")
                .statusCode();
    }
}
