package camp.elbrusboot.gateway.journey;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
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

    private static final String CLIENT = "gateway-client";

    /** Looked for in the logs. */
    public static final String CLIENT_SECRET = "secret-of-the-gateway-at-the-provider";

    private static volatile OpenIdProvider running;

    private HttpServer server;
    private volatile RsaJsonWebKey key;
    private volatile boolean away;
    private volatile boolean answersOfTokens = true;

    private final Set<String> revoked = ConcurrentHashMap.newKeySet();

    /** How often it was asked of each token. */
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();

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
            boolean isKeys = request.getRequestURI().getPath().endsWith("/jwks");
            answer(request, away ? 503 : 200, isKeys ? keys() : discovery());
        });
        server.createContext("/introspect", this::introspect);
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

    /** RFC 7662, for one client. */
    private void introspect(HttpExchange request) throws IOException {
        String form = new String(request.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String token = Arrays.stream(form.split("&", -1))
                .filter(field -> field.startsWith("token="))
                .map(field -> field.substring("token=".length()))
                .findFirst()
                .orElseThrow();
        asked.merge(token, 1, Integer::sum);
        String client = "Basic "
                + Base64.getEncoder().encodeToString((CLIENT + ":" + CLIENT_SECRET).getBytes(StandardCharsets.UTF_8));
        if (away || !answersOfTokens) {
            answer(request, 503, "{}");
        } else if (!client.equals(request.getRequestHeaders().getFirst("Authorization"))) {
            answer(request, 401, "{\"error\":\"invalid_client\"}");
        } else {
            answer(request, 200, "{\"active\":" + !revoked.contains(token) + "}");
        }
    }

    private static void answer(HttpExchange request, int status, String json) throws IOException {
        byte[] answer = json.getBytes(StandardCharsets.UTF_8);
        request.getResponseHeaders().add("Content-Type", "application/json");
        request.sendResponseHeaders(status, answer.length);
        request.getResponseBody().write(answer);
        request.close();
    }

    /** Settings with which it is asked of each token. */
    static Map<String, String> introspection() {
        return Map.of(
                "gateway.access.introspection",
                "true",
                "gateway.access.client-id",
                CLIENT,
                "gateway.access.client-secret",
                CLIENT_SECRET);
    }

    void revoke(String token) {
        revoked.add(token);
    }

    /** Whether it says of tokens if they are active; of its keys it tells all the same. */
    void answersOfTokens(boolean now) {
        answersOfTokens = now;
    }

    int askedOf(String token) {
        return asked.getOrDefault(token, 0);
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
                + issuer() + "/token\",\"introspection_endpoint\":\"" + issuer() + "/introspect\"}";
    }

    private String keys() {
        return new JsonWebKeySet(key).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    }
}
