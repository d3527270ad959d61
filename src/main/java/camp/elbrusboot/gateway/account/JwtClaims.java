package camp.elbrusboot.gateway.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * What an access token says about itself (section 1.5). Hints only: amoCRM publishes no key to verify them with. Any
 * claim may be missing, and a token need not be a JWT at all.
 */
record JwtClaims(Optional<Long> accountId, Optional<String> apiDomain, Optional<Instant> expiresAt) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of the year 9999: later is a mistake, and more than PostgreSQL and Java agree on. */
    private static final long LAST_SECOND = 253_402_300_799L;

    static JwtClaims of(String token) {
        JsonNode claims = payload(token);
        return new JwtClaims(
                Optional.of(claims.path("account_id").asLong()).filter(id -> id > 0),
                Optional.ofNullable(claims.path("api_domain").textValue()).flatMap(Hosts::known),
                Optional.of(claims.path("exp").asLong())
                        .filter(exp -> exp > 0 && exp < LAST_SECOND)
                        .map(Instant::ofEpochSecond));
    }

    private static JsonNode payload(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
        } catch (IOException | IllegalArgumentException e) {
            return MissingNode.getInstance();
        }
    }
}
