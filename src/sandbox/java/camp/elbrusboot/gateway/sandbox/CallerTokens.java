package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.util.Base64;
import java.util.List;

/** Stands in for whoever tells the gateway who its callers are: mints their tokens, with a key of this run alone. */
final class CallerTokens {
    static final String AUDIENCE = "amocrm-gateway";

    private static final long PORT = 8080;
    private static final long LIFE_SECONDS = 3_600;

    private final KeyPair trusted = pair();
    private final KeyPair foreign = pair();
    private final Clock clock;

    CallerTokens(Clock clock) {
        this.clock = clock;
    }

    /** As the gateway's settings take it: PEM in one line. */
    String publicKey() {
        return "-----BEGIN PUBLIC KEY----- "
                + Base64.getEncoder().encodeToString(trusted.getPublic().getEncoded())
                + " -----END PUBLIC KEY-----";
    }

    Reply answer(Query query) {
        if (query.has("expires-in") && query.number("expires-in").isEmpty()) {
            return Reply.text(400, "expires-in is a number of seconds; below 0 the token has expired\n");
        }
        String key = query.text("key").orElse("trusted");
        if (!key.equals("trusted") && !key.equals("foreign")) {
            return Reply.text(400, "key must be trusted or foreign\n");
        }
        long life = query.number("expires-in").orElse(LIFE_SECONDS);
        String token = signed(claims(query, life), key.equals("trusted") ? trusted : foreign);
        return Reply.json(
                200,
                Json.object()
                        .put("access_token", token)
                        .put("token_type", "Bearer")
                        .put("expires_in", life));
    }

    /** To GraphiQL, which takes headers from its address, for somebody who sees everything unless the query says less. */
    Reply graphiql(Query query) {
        ObjectNode claims = claims(query, LIFE_SECONDS);
        if (!query.has("roles")) {
            put(claims, "roles", List.of("crm.read", "crm.pii"));
        }
        String headers = "{\"Authorization\": \"Bearer " + signed(claims, trusted) + "\"}";
        return Reply.redirect("http://localhost:" + query.number("port").orElse(PORT) + "/q/graphql-ui/?headers="
                + URLEncoder.encode(headers, StandardCharsets.UTF_8).replace("+", "%20"));
    }

    private ObjectNode claims(Query query, long life) {
        long now = clock.instant().getEpochSecond();
        ObjectNode claims = Json.object()
                .put("iss", query.text("issuer").orElse("sandbox"))
                .put("sub", query.text("subject").orElse("somebody"))
                .put("aud", query.text("audience").orElse(AUDIENCE))
                .put("iat", Math.min(now, now + life))
                .put("exp", now + life);
        put(claims, "roles", query.texts("roles"));
        for (String limit : List.of("accounts", "pipelines")) {
            if (query.has(limit)) {
                put(claims, limit, query.texts(limit));
            }
        }
        return claims;
    }

    private static void put(ObjectNode claims, String name, List<String> values) {
        ArrayNode array = claims.putArray(name);
        values.forEach(array::add);
    }

    private static String signed(ObjectNode claims, KeyPair key) {
        String text = part(Json.object().put("typ", "JWT").put("alg", "ES256")) + "." + part(claims);
        try {
            // A JWS has the two numbers side by side (RFC 7518, 3.4), not as ASN.1.
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key.getPrivate());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + encode(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(JsonNode document) {
        return encode(Json.bytes(document));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
