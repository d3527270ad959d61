package camp.elbrusboot.gateway.journey;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** A provider that is found by discovery, changes its key and goes away. */
public final class OpenIdProvider implements QuarkusTestResourceLifecycleManager {
    static final String AUDIENCE = "gateway";

    private static volatile OpenIdProvider running;

    private HttpServer server;
    private volatile RsaJsonWebKey key;
    private volatile boolean away;

    static OpenIdProvider running() {
        return running;
    }

    @Override
    public Map<String, String> start() {
        changeKey();
        away = true;
        try {
            server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", request -> {
            byte[] answer = (request.getRequestURI().getPath().endsWith("/jwks") ? keys() : discovery())
                    .getBytes(StandardCharsets.UTF_8);
            request.getResponseHeaders().add("Content-Type", "application/json");
            request.sendResponseHeaders(away ? 503 : 200, answer.length);
            request.getResponseBody().write(answer);
            request.close();
        });
        server.start();
        running = this;
        return Map.of(
                "gateway.access.issuer",
                issuer(),
                "gateway.access.public-key",
                "",
                "gateway.access.audience",
                AUDIENCE,
                "gateway.access.roles-claim",
                "realm_access/roles");
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    String issuer() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    void isAway(boolean now) {
        away = now;
    }

    void changeKey() {
        key = newKey();
    }

    static RsaJsonWebKey newKey() {
        try {
            RsaJsonWebKey made = RsaJwkGenerator.generateJwk(2048);
            made.setKeyId(UUID.randomUUID().toString());
            return made;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    RsaJsonWebKey key() {
        return key;
    }

    /** Good for a minute. */
    JwtClaims claims(String... roles) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(issuer());
        claims.setSubject("anna");
        claims.setAudience(AUDIENCE);
        claims.setExpirationTimeMinutesInTheFuture(1);
        claims.setClaim("realm_access", Map.of("roles", java.util.List.of(roles)));
        return claims;
    }

    static String signed(JwtClaims claims, RsaJsonWebKey key) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setAlgorithmHeaderValue("RS256");
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setKey(key.getPrivateKey());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private String discovery() {
        return "{\"issuer\":\"" + issuer() + "\",\"jwks_uri\":\"" + issuer() + "/jwks\",\"token_endpoint\":\""
                + issuer() + "/token\"}";
    }

    private String keys() {
        return new JsonWebKeySet(key).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    }
}
