package camp.elbrusboot.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwtClaimsTest {
    private static final JwtClaims NOTHING = new JwtClaims(Optional.empty(), Optional.empty(), Optional.empty());

    private static JwtClaims of(String claims) {
        String middle = Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        return JwtClaims.of("eyJ0eXAiOiJKV1QifQ." + middle + ".c2ln");
    }

    @Test
    void saysWhatTheTokenSays() {
        assertThat(of("{\"account_id\":21234439,\"api_domain\":\"api-b.amocrm.ru\",\"exp\":1795000000}"))
                .isEqualTo(new JwtClaims(
                        Optional.of(21_234_439L),
                        Optional.of("api-b.amocrm.ru"),
                        Optional.of(Instant.ofEpochSecond(1_795_000_000))));
        assertThat(of("{\"account_id\":\"21234439\"}").accountId()).contains(21_234_439L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "\"text\"",
                "{}",
                "{",
                "{\"account_id\":null,\"api_domain\":null,\"exp\":null}",
                "{\"account_id\":-1,\"api_domain\":\"evil.example\",\"exp\":-1}",
                "{\"account_id\":\"x\",\"api_domain\":7,\"exp\":\"x\"}",
                "{\"account_id\":{},\"api_domain\":[],\"exp\":[]}",
                "{\"account_id\":0,\"api_domain\":\"\",\"exp\":9223372036854775807}",
                "{\"exp\":253402300800}"
            })
    void saysNothingWhereTheClaimsAreOdd(String claims) {
        assertThat(of(claims)).isEqualTo(NOTHING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "opaque", "a.b", "a.b.c", "..", "a.%%%.c", "a.b.c.d", "sandbox-long-lived-token"})
    void saysNothingWhereTheTokenIsNoJwt(String token) {
        assertThat(JwtClaims.of(token)).isEqualTo(NOTHING);
    }
}
