package camp.elbrusboot.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // status, media type, body, whether it says that the token is dead
                "401 | application/problem+json | {\"hint\":\"Token has been revoked\"} | true",
                "401 | application/json; charset=utf-8 | {\"hint\":\"Token has been revoked\"} | true",
                "401 | application/problem+json | {\"hint\":\"Token has expired\"} | true",
                "400 | application/problem+json | {\"hint\":\"Authorization code has expired\"} | true",
                "400 | application/json | {\"hint\":\"Cannot decrypt the authorization code\"} | true",
                "400 | application/problem+json | {\"hint\":\"Invalid refresh token\"} | true",
                // A page that somebody between here and amoCRM has put in its place.
                "401 | text/html | <html>Your session has expired</html> | false",
                "400 | text/html | {\"hint\":\"Token has been revoked\"} | false",
                "401 | text/plain | Token has been revoked | false",
                "401 | application/json | <html>the certificate was revoked</html> | false",
                "401 | application/json | {\"message\":\"Subscription expired\"} | false",
                "401 | application/json | {\"hint\":\"The license of this proxy has expired\"} | false",
                "401 | application/problem+json | {\"title\":\"Некорректный клиент\"} | false",
                "400 | application/problem+json | {\"hint\":\"Check the `client_id` parameter\"} | false",
                "404 | application/problem+json | {\"hint\":\"Token has been revoked\"} | false",
            })
    void endsAChainOnlyByAmocrmsOwnWord(int status, String mediaType, String body, boolean dead) {
        Response answer = Response.status(status).type(mediaType).entity(body).build();

        assertThat(Refusal.of(new WebApplicationException(answer), "refresh_token"))
                .hasValueSatisfying(
                        refusal -> assertThat(refusal.tokenDead()).as(body).isEqualTo(dead));
    }

    @Test
    void isNoneWhereAmocrmIsInTrouble() {
        assertThat(Refusal.of(new WebApplicationException(Response.status(502).build()), "refresh_token"))
                .isEmpty();
    }
}
