package camp.elbrusboot.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
    private static SocketAddress at(String host) {
        return SocketAddress.inetSocketAddress(4711, host);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.255",
        "192.0.2.9, 192.0.2.9",
        "192.0.2.128/25, 192.0.2.128",
        "0.0.0.0/0, 203.0.113.1",
        "192.0.2.77/24, 192.0.2.1",
        "2001:db8::/32, 2001:db8:ffff::1",
        "2001:db8::1, 2001:db8:0:0::1",
        "192.0.2.0/24, ::ffff:192.0.2.1",
    })
    void contain(String network, String address) {
        assertThat(Networks.of(List.of("198.51.100.0/24", network)).contain(at(address)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.3.0",
        "192.0.2.9, 192.0.2.8",
        "192.0.2.128/25, 192.0.2.127",
        "2001:db8::/32, 2001:db9::",
        "::/0, 192.0.2.1",
        "0.0.0.0/0, 2001:db8::1",
        "0.0.0.0/0, unknown",
        "0.0.0.0/0, amocrm.ru",
    })
    void doNotContain(String network, String address) {
        assertThat(Networks.of(List.of(network)).contain(at(address))).isFalse();
        assertThat(Networks.of(List.of()).contain(at(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "192.0.2.0/33",
                "192.0.2.0/-1",
                "192.0.2.0/",
                "192.0.2.0/24/1",
                "192.0.2.256",
                "192.0.2",
                "2001:db8::/129",
                "amocrm.ru",
                "192.0.2.0/x",
            })
    void areRefused(String text) {
        assertThatThrownBy(() -> Networks.of(List.of("192.0.2.0/24", text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"");
    }

    @Test
    void areCountedByWhatACallerHas() {
        assertThat(Caller.of(at("192.0.2.1"))).isNotEqualTo(Caller.of(at("192.0.2.2")));
        assertThat(Caller.of(at("192.0.2.1"))).isEqualTo(Caller.of(at("::ffff:192.0.2.1")));
        assertThat(Caller.of(at("2001:db8::1"))).isEqualTo(Caller.of(at("2001:db8::ffff:1")));
        assertThat(Caller.of(at("2001:db8::1"))).isNotEqualTo(Caller.of(at("2001:db8:0:1::1")));
        assertThat(Caller.of(at("amocrm.ru"))).isEmpty();
    }
}
