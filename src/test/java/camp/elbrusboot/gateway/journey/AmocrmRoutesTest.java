package camp.elbrusboot.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may come to the webhooks and to /oauth, and how often. Each test has addresses of its own. */
@QuarkusTest
@TestProfile(FrontDoor.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(60)
class AmocrmRoutesTest {
    private static final String ROOT = "/webhooks/amocrm/" + SandboxControl.ACCOUNT + "/";
    private static final String BODY = "talk[add][0][id]=1";
    private static final String CLIENT = SandboxControl.setting("gateway.account.client-id");

    @Inject
    MeterRegistry meters;

    private static RawConnection.Answer post(String address, String path) {
        try (RawConnection connection = RawConnection.from(address)) {
            return connection.post(path, BODY);
        }
    }

    private static RawConnection.Answer get(String address, String path) {
        try (RawConnection connection = RawConnection.from(address)) {
            return connection.get(path);
        }
    }

    /** Comes again and again until it is told not to; how often it was answered otherwise. */
    private static int flood(String address, String path) {
        try (RawConnection connection = RawConnection.from(address)) {
            for (int answered = 0; answered < 200; answered++) {
                RawConnection.Answer answer = connection.post(path, BODY);
                if (answer.status() == 429) {
                    assertThat(Integer.parseInt(answer.headers().get("retry-after")))
                            .isBetween(1, 2);
                    assertThat(answer.body()).isEmpty();
                    return answered;
                }
                assertThat(answer.status()).isIn(204, 404);
            }
        }
        return Integer.MAX_VALUE;
    }

    @Test
    void takesWebhooksUnderEachOfTheKeys() {
        assertThat(post("127.0.0.1", SandboxControl.webhookPath()).status()).isEqualTo(204);
        assertThat(post("127.0.0.1", ROOT + FrontDoor.OTHER_KEY).status()).isEqualTo(204);
        assertThat(post("127.0.0.1", ROOT + FrontDoor.OTHER_KEY + "x").status()).isEqualTo(404);
    }

    @Test
    void takesWebhooksFromTheNetworksOfTheSettings() {
        assertThat(post("127.0.0.1", SandboxControl.webhookPath()).status()).isEqualTo(204);
        assertThat(post("127.0.0.8", SandboxControl.webhookPath()).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        FrontDoor.PROXY + ", 2001:db8::7, 204",
        FrontDoor.PROXY + ", 127.0.0.1, 204",
        FrontDoor.PROXY + ", 203.0.113.1, 404",
        FrontDoor.PROXY + ", unknown, 404",
        "127.0.0.8, 127.0.0.1, 404",
        "127.0.0.1, 203.0.113.1, 204",
    })
    void believesWhatAProxyOfTheSettingsSaysOfTheAddress(String from, String said, int status) {
        try (RawConnection connection = RawConnection.from(from)) {
            connection.send("POST " + SandboxControl.webhookPath() + " HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: "
                    + said + "\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY);
            assertThat(connection.answer().status()).isEqualTo(status);
        }
    }

    @Test
    void letsNoFloodOfStrangersUseUpThePlaceOfAmocrm() {
        double before =
                meters.counter("gateway.webhook.refused", "limit", "stranger").count();

        assertThat(flood("127.0.0.2", ROOT + "wrong")).isBetween(10, 30);

        assertThat(meters.counter("gateway.webhook.refused", "limit", "stranger")
                        .count())
                .isGreaterThan(before);
        // Not that of who comes from elsewhere, nor even of who comes from there with the key.
        assertThat(post("127.0.0.1", SandboxControl.webhookPath()).status()).isEqualTo(204);
        assertThat(post("127.0.0.2", SandboxControl.webhookPath()).status()).isEqualTo(204);
        assertThat(post("127.0.0.1", ROOT + "wrong").status()).isEqualTo(404);
    }

    @Test
    void looksTheSameForAnUnknownAccountAndAWrongKey() {
        RawConnection.Answer wrong = post("127.0.0.3", ROOT + "wrong");
        RawConnection.Answer unknown = post("127.0.0.3", "/webhooks/amocrm/99999999/wrong");
        RawConnection.Answer others = post("127.0.0.3", "/webhooks/amocrm/99999999/" + FrontDoor.OTHER_KEY);
        RawConnection.Answer method = get("127.0.0.3", SandboxControl.webhookPath());

        assertThat(wrong.status()).isEqualTo(404);
        assertThat(unknown).isEqualTo(new RawConnection.Answer(404, wrong.headers(), unknown.body()));
        assertThat(others.status()).isEqualTo(method.status()).isEqualTo(404);
        flood("127.0.0.3", ROOT + "wrong");
        assertThat(post("127.0.0.3", "/webhooks/amocrm/99999999/wrong").status())
                .isEqualTo(429);
    }

    /** Last, for it uses up what the account has. */
    @Test
    @Order(Integer.MAX_VALUE)
    void takesNoMoreThanSoManyWebhooksOfAnAccount() {
        assertThat(flood("127.0.0.1", SandboxControl.webhookPath())).isBetween(10, 60);

        assertThat(meters.counter("gateway.webhook.refused", "limit", "account").count())
                .isPositive();
        assertThat(post("127.0.0.4", ROOT + FrontDoor.OTHER_KEY).status()).isEqualTo(429);
        assertThat(post("127.0.0.4", ROOT + "wrong").status()).isEqualTo(404);
    }

    @Test
    void letsAnAddressComeToOauthNowAndThen() {
        long refused = IntStream.range(0, 40)
                .mapToObj(i -> get("127.0.0.5", "/oauth/callback?state=x&code=" + i))
                .filter(answer -> {
                    assertThat(answer.status()).isIn(400, 429);
                    return answer.status() == 429 && answer.headers().containsKey("retry-after");
                })
                .count();

        assertThat(refused).isBetween(10L, 30L);
        assertThat(get("127.0.0.6", "/oauth/callback?state=x").status()).isEqualTo(400);
        assertThat(get("127.0.0.5", "/oauth/disabled").status()).isEqualTo(429);
    }

    @ParameterizedTest
    @CsvSource({"previous, 200", "current, 200", "another, 403"})
    void believesWhatIsSignedWithEitherSecret(String which, int status) throws Exception {
        String secret =
                switch (which) {
                    case "previous" -> FrontDoor.PREVIOUS_SECRET;
                    case "current" -> SandboxControl.setting("gateway.account.client-secret");
                    default -> "another secret";
                };
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signature = HexFormat.of()
                .formatHex(mac.doFinal((CLIENT + "|" + SandboxControl.ACCOUNT).getBytes(StandardCharsets.UTF_8)));

        assertThat(get(
                                "127.0.0.1",
                                "/oauth/disabled?account_id=" + SandboxControl.ACCOUNT + "&client_uuid=" + CLIENT
                                        + "&signature=" + signature)
                        .status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"/oauth/callback?state=, 414", "/webhooks/amocrm/21234439/, 414"})
    void readsNoEndlessAddress(String path, int status) {
        assertThat(get("127.0.0.7", path + "x".repeat(100_000)).status()).isEqualTo(status);
    }
}
