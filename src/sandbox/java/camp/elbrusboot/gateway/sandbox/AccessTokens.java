package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** Access tokens in the shape of a JWT with the claims of section 1.5. No key is published, so the signature is noise. */
final class AccessTokens {
    private static final int SIGNATURE_BYTES = 256;

    private final SecureRandom random;

    private final Account account;

    AccessTokens(Account account, SecureRandom random) {
        this.account = account;
        this.random = random;
    }

    String issue(Instant now, long lifeSeconds) {
        ObjectNode header = Json.object().put("typ", "JWT").put("alg", "RS256");
        ObjectNode claims = Json.object()
                .put("aud", Integration.CLIENT_ID)
                .put("jti", UUID.randomUUID().toString().replace("-", ""))
                .put("iat", now.getEpochSecond())
                .put("nbf", now.getEpochSecond())
                .put("exp", now.getEpochSecond() + lifeSeconds)
                .put("sub", String.valueOf(Account.ADMINISTRATOR))
                .put("grant_type", "")
                .put("account_id", account.id())
                .put("base_domain", account.zone())
                .put("version", 2)
                .put("hash_uuid", UUID.randomUUID().toString())
                .put("api_domain", "api-b." + account.zone());
        claims.putArray("scopes").add("crm").add("notifications");
        byte[] signature = new byte[SIGNATURE_BYTES];
        random.nextBytes(signature);
        return part(header) + "." + part(claims) + "." + encode(signature);
    }

    private static String part(JsonNode document) {
        return encode(Json.bytes(document));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
