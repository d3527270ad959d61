package camp.elbrusboot.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {
    @ParameterizedTest
    @ValueSource(strings = {"example.amocrm.ru", "Example.AMOCRM.com", "a.kommo.com", "a-1.kommo.com", "1.amocrm.ru"})
    void knowsAmocrmsHosts(String host) {
        assertThat(Hosts.known(host)).isPresent().get().asString().isLowerCase();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "amocrm.ru",
                ".amocrm.ru",
                "evil.example",
                "example.amocrm.ru.evil.example",
                "evil-amocrm.ru",
                "evilamocrm.ru",
                "x.y.amocrm.ru",
                "example.amocrm.ru:8443",
                "example.amocrm.ru/",
                "example.amocrm.ru/path",
                "example.amocrm.ru?x",
                "example.amocrm.ru#x",
                "example.amocrm.ru.",
                "example.amocrm.ru\n",
                "example.amocrm.ru\u0000",
                " example.amocrm.ru",
                "evil.example/.amocrm.ru",
                "evil.example\\.amocrm.ru",
                "user@example.amocrm.ru",
                "evil.example#.amocrm.ru",
                "https://example.amocrm.ru",
                "example.amocrmXru",
                "example%2eamocrm.ru",
                "-a.amocrm.ru",
                "a-.amocrm.ru",
                "a_b.amocrm.ru",
                "example.xn--mocrm-3nf.ru",
                "example.\u0430mocrm.ru",
                "exam\u0440le.amocrm.ru",
                "example\u3002amocrm.ru",
                "[::1].amocrm.ru",
                "127.0.0.1"
            })
    void knowsNoOthers(String host) {
        assertThat(Hosts.known(host)).isEmpty();
    }

    @Test
    void limitsLabelsAsDnsDoes() {
        assertThat(Hosts.known("a".repeat(63) + ".amocrm.ru")).isPresent();
        assertThat(Hosts.known("a".repeat(64) + ".amocrm.ru")).isEmpty();
        assertThat(Hosts.known("a".repeat(100_000) + ".amocrm.ru")).isEmpty();
    }

    @Test
    void putsTheHostIntoTheBaseUrl() {
        assertThat(Hosts.baseUrl(Optional.empty(), "a.kommo.com")).hasToString("https://a.kommo.com");
        assertThat(Hosts.baseUrl(Optional.of("http://proxy:1/at/{host}/"), "a.kommo.com"))
                .hasToString("http://proxy:1/at/a.kommo.com");
        assertThat(Hosts.consent("a.kommo.com")).isEqualTo("www.kommo.com");
        assertThat(Hosts.subdomain("a.kommo.com")).isEqualTo("a");
    }
}
