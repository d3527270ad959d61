package camp.elbrusboot.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;

import camp.elbrusboot.gateway.crm.AccountRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookPathTest {
    private static final String KEY = "0123456789abcdef";
    private static final String OLD = "fedcba9876543210";

    private final ConnectedAccount account = new ConnectedAccount(
            new AccountRef(42),
            "example.amocrm.ru",
            Optional.empty(),
            ApiVersion.V4,
            null,
            Optional.empty(),
            Optional.empty(),
            KEY,
            List.of(OLD),
            Duration.ofMinutes(5));

    @Test
    void isItsOwn() {
        assertThat(account.isWebhookPath(account.webhookPath())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/webhooks/amocrm/example/" + KEY,
                "/some/prefix/webhooks/amocrm/42/" + KEY,
                "/webhooks/amocrm/42/" + OLD,
            })
    void isItsOwnByItsEnd(String path) {
        assertThat(account.isWebhookPath(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/webhooks/amocrm/42/",
                "/webhooks/amocrm/42/" + KEY + "0",
                "/webhooks/amocrm/42/" + KEY + "/",
                "/webhooks/amocrm/43/" + KEY,
                "/webhooks/amocrm/example.amocrm.ru/" + KEY,
                "/hooks/amocrm/42/" + KEY,
                "/amocrm/42/" + KEY,
            })
    void isNot(String path) {
        assertThat(account.isWebhookPath(path)).isFalse();
    }
}
