package camp.elbrusboot.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of the settings, and what is read of tokens that they have signed. */
class KeysTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    private final PublicJsonWebKey rsa = rsa("rsa");
    private final PublicJsonWebKey curve = curve("curve");

    @TempDir
    Path scratch;

    @Test
    void takesEitherKindOfKeyAsTextOrFile() throws Exception {
        for (PublicJsonWebKey key : new PublicJsonWebKey[] {rsa, curve}) {
            String pem = pem(key);
            Path file = Files.writeString(scratch.resolve(key.getKeyId() + ".pem"), pem);
            String token = signed(key, key == rsa ? "RS256" : "ES256", "{}");

            for (String given : new String[] {pem, pem.replace("\n", "\\n"), pem.replace("\n", " "), file.toString()}) {
                Keys keys = Keys.of(withKey(given));
                assertThatCode(() -> keys.verify(token)).as(given).doesNotThrowAnyException();
                assertRefused(keys, signed(rsa("rsa"), "RS256", "{}"), Reason.SIGNATURE);
            }
        }
    }

    @Test
    void takesAnyKeyOfASet() throws Exception {
        PublicJsonWebKey next = rsa("next");
        PublicJsonWebKey larger = EcJwkGenerator.generateJwk(EllipticCurves.P384);
        Keys keys = Keys.of(withFile(file(larger, rsa, next, curve)));

        for (PublicJsonWebKey key : new PublicJsonWebKey[] {rsa, next}) {
            String named = signed(key, "RS512", "{}");
            assertThatCode(() -> keys.verify(named)).doesNotThrowAnyException();
            PublicJsonWebKey nameless =
                    PublicJsonWebKey.Factory.newPublicJwk(key.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE));
            nameless.setKeyId(null);
            String anonymous = signed(nameless, "PS256", "{}");
            assertThatCode(() -> keys.verify(anonymous)).doesNotThrowAnyException();
        }
        String byCurve = signed(curve, "ES256", "{}");
        assertThatCode(() -> keys.verify(byCurve)).doesNotThrowAnyException();
        assertRefused(keys, signed(rsa("unknown"), "RS256", "{}"), Reason.SIGNATURE);
        assertRefused(keys, signed(rsa("next"), "RS256", "{}"), Reason.SIGNATURE);
    }

    /** Whoever has the public key must not be able to sign with it. */
    @Test
    void neverTakesAKeyForASecret() throws Exception {
        JsonWebSignature forged = new JsonWebSignature();
        forged.setPayload("{}");
        forged.setAlgorithmHeaderValue("HS256");
        forged.setKey(new HmacKey(pem(rsa).getBytes(StandardCharsets.UTF_8)));

        Keys keys = Keys.of(withKey(pem(rsa)));
        assertRefused(keys, forged.getCompactSerialization(), Reason.ALGORITHM);
        assertRefused(keys, "e30.e30.AAAA", Reason.ALGORITHM);
        assertRefused(keys, "....", Reason.MALFORMED);
        assertRefused(keys, signed(curve, "ES256", "{}"), Reason.SIGNATURE);
        assertRefused(keys, signed(rsa, "RS256", "{}").replaceFirst("[^.]*$", "AAAA"), Reason.SIGNATURE);
    }

    @Test
    void saysWhatIsWrongWithAKey() throws Exception {
        assertThat(Keys.flawOfKey(pem(rsa))).isEmpty();
        assertThat(Keys.flawOfKey("/no/such/file").orElseThrow()).contains("cannot be read");
        assertThat(Keys.flawOfKey("-----BEGIN PUBLIC KEY----- AAAA -----END PUBLIC KEY-----")
                        .orElseThrow())
                .contains("no public key");
        assertThat(Keys.flawOfKey("-----BEGIN PRIVATE KEY----- AAAA").orElseThrow())
                .contains("BEGIN PUBLIC KEY");
        assertThat(Keys.flawOfKey(pem(weak())).orElseThrow()).contains("2048");
        assertThat(Keys.flawOfFile(file(rsa).toString())).isEmpty();
        assertThat(Keys.flawOfFile(scratch.toString()).orElseThrow()).contains("cannot be read");
        assertThat(Keys.flawOfFile(Files.writeString(scratch.resolve("x"), "{}").toString())
                        .orElseThrow())
                .contains("JSON Web Key Set");
        assertThat(Keys.flawOfFile(Files.writeString(scratch.resolve("y"), "{\"keys\":[]}")
                                .toString())
                        .orElseThrow())
                .contains("no public key");
    }

    @Test
    void holdsTheTimesAgainstTheClockWithALittleLeeway() {
        assertThat(judged("\"exp\":" + (NOW.getEpochSecond() - 9))).isNull();
        assertThat(judged("\"exp\":" + (NOW.getEpochSecond() - 10))).isEqualTo(Reason.EXPIRED);
        assertThat(judged("\"exp\":1900000000,\"nbf\":" + (NOW.getEpochSecond() + 10)))
                .isNull();
        assertThat(judged("\"exp\":1900000000,\"nbf\":" + (NOW.getEpochSecond() + 11)))
                .isEqualTo(Reason.EARLY);
        assertThat(judged("\"nbf\":1")).isEqualTo(Reason.ENDLESS);
        assertThat(judged("\"exp\":\"soon\"")).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void comparesIssuerAndAudience() {
        String end = "\"exp\":1900000000";
        assertThat(judged("\"iss\":\"https://issuer.invalid/\"," + end, "https://issuer.invalid"))
                .isNull();
        assertThat(judged("\"iss\":\"https://other.invalid\"," + end, "https://issuer.invalid"))
                .isEqualTo(Reason.ISSUER);
        assertThat(judged(end, "https://issuer.invalid")).isEqualTo(Reason.ISSUER);
        assertThat(reason("{\"aud\":[\"other\",\"gateway\"]," + end + "}", null))
                .isNull();
        assertThat(reason("{\"aud\":\"gatewa\"," + end + "}", null)).isEqualTo(Reason.AUDIENCE);
        assertThat(reason("{" + end + "}", null)).isEqualTo(Reason.AUDIENCE);
    }

    @Test
    void readsRightsInTheShapesThatProvidersGiveThem() {
        assertThat(caller("\"roles\":[\"crm.read\",1,null],\"scope\":\"openid crm.pii\"")
                        .roles())
                .containsExactlyInAnyOrder(Role.READ, Role.PII);
        assertThat(caller("\"roles\":\"crm.read crm.operate\"").roles())
                .containsExactlyInAnyOrder(Role.READ, Role.OPERATE);
        assertThat(caller("\"roles\":{\"crm.read\":true}").roles()).isEmpty();
        assertThat(caller("\"pipelines\":[1,\"2\"]").pipelines().orElseThrow()).containsExactlyInAnyOrder(1L, 2L);
        assertThat(caller("\"pipelines\":3").pipelines().orElseThrow()).containsExactly(3L);
        assertThat(caller("\"pipelines\":1.5").pipelines().orElseThrow()).isEmpty();
        // What somebody meant for a limit must not be none because it is odd.
        assertThat(caller("\"pipelines\":null").pipelines().orElseThrow()).isEmpty();
        assertThat(caller("\"accounts\":{}").accounts().orElseThrow()).isEmpty();
        assertThat(caller("\"accounts\":\"A.amocrm.ru\"").accounts().orElseThrow())
                .containsExactly("a.amocrm.ru");
        assertThat(caller("\"sub\":\"anna\"").toString()).doesNotContain("anna");
    }

    private static Caller caller(String claims) {
        return Claims.of(unsigned("{" + claims + "}")).caller(new TestingAccessConfig());
    }

    private static @Nullable Reason judged(String claims) {
        return judged(claims, null);
    }

    private static @Nullable Reason judged(String claims, @Nullable String issuer) {
        return reason("{\"aud\":\"gateway\"," + claims + "}", issuer);
    }

    /** Null where there is nothing against the token. */
    private static @Nullable Reason reason(String claims, @Nullable String issuer) {
        TestingAccessConfig config = new TestingAccessConfig();
        config.issuer = Optional.ofNullable(issuer);
        NotLetIn refused = catchThrowableOfType(
                NotLetIn.class, () -> Claims.of(unsigned(claims)).check(config, NOW));
        return refused == null ? null : refused.reason();
    }

    private static void assertRefused(Keys keys, String token, Reason reason) {
        assertThat(catchThrowableOfType(NotLetIn.class, () -> keys.verify(token)))
                .extracting(NotLetIn::reason)
                .isEqualTo(reason);
    }

    private static String unsigned(String claims) {
        return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + ".";
    }

    private static String signed(PublicJsonWebKey key, String algorithm, String claims) throws JoseException {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims);
        signature.setAlgorithmHeaderValue(algorithm);
        signature.setKey(key.getPrivateKey());
        if (key.getKeyId() != null) {
            signature.setKeyIdHeaderValue(key.getKeyId());
        }
        return signature.getCompactSerialization();
    }

    private Path file(PublicJsonWebKey... keys) throws IOException {
        return Files.writeString(
                scratch.resolve("keys.json"),
                new JsonWebKeySet(keys).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
    }

    private static AccessConfig withKey(String key) {
        TestingAccessConfig config = new TestingAccessConfig();
        config.publicKey = Optional.of(key);
        return config;
    }

    private static AccessConfig withFile(Path file) {
        TestingAccessConfig config = new TestingAccessConfig();
        config.jwksFile = Optional.of(file.toString());
        return config;
    }

    private static String pem(PublicJsonWebKey key) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(key.getPublicKey().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    private static PublicJsonWebKey rsa(String name) {
        try {
            PublicJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(name);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PublicJsonWebKey curve(String name) {
        try {
            PublicJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(name);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PublicJsonWebKey weak() throws NoSuchAlgorithmException, JoseException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        return PublicJsonWebKey.Factory.newPublicJwk(generator.generateKeyPair().getPublic());
    }
}
