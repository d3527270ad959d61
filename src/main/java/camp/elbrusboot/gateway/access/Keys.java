package camp.elbrusboot.gateway.access;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.RSAKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.Use;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** Public keys of the settings, for installations without a provider. */
public final class Keys implements Signatures {
    /** Asymmetric alone: with HS256 whoever knows the public key could sign, and with "none" everybody. */
    static final AlgorithmConstraints ALGORITHMS = new AlgorithmConstraints(
            AlgorithmConstraints.ConstraintType.PERMIT,
            AlgorithmIdentifiers.RSA_USING_SHA256,
            AlgorithmIdentifiers.RSA_USING_SHA384,
            AlgorithmIdentifiers.RSA_USING_SHA512,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA384,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA512,
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
            AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512);

    private static final String KEY = "-----BEGIN PUBLIC KEY-----";
    private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";
    private static final int SHORTEST_RSA = 2048;

    private final List<JsonWebKey> keys;

    private Keys(List<JsonWebKey> keys) {
        this.keys = keys;
    }

    static Keys of(AccessConfig config) {
        List<JsonWebKey> keys = new ArrayList<>();
        config.publicKey().ifPresent(text -> keys.add(publicKey(text)));
        config.jwksFile().ifPresent(file -> keys.addAll(keySet(file)));
        return new Keys(keys);
    }

    /** What is wrong with the key of the settings; empty for nothing. */
    public static Optional<String> flawOfKey(String text) {
        return flaw(() -> publicKey(text));
    }

    /** What is wrong with the file of keys; empty for nothing. */
    public static Optional<String> flawOfFile(String file) {
        return flaw(() -> keySet(file));
    }

    private static Optional<String> flaw(Runnable reading) {
        try {
            reading.run();
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Uni<Void> verify(RoutingContext request, String token) {
        return Uni.createFrom().deferred(() -> {
            verify(token);
            return Uni.createFrom().voidItem();
        });
    }

    void verify(String token) {
        JsonWebSignature signed = new JsonWebSignature();
        signed.setAlgorithmConstraints(ALGORITHMS);
        try {
            signed.setCompactSerialization(token);
            ALGORITHMS.checkConstraint(signed.getAlgorithmHeaderValue());
        } catch (org.jose4j.lang.InvalidAlgorithmException e) {
            throw new NotLetIn(Reason.ALGORITHM);
        } catch (JoseException | ClassCastException e) {
            // A header may have anything where jose4j expects text.
            throw new NotLetIn(Reason.MALFORMED);
        }
        if (!isSigned(signed)) {
            throw new NotLetIn(Reason.SIGNATURE);
        }
    }

    /** By any of those that it may be: a key without a name, or a token that names none, says nothing of which. */
    private boolean isSigned(JsonWebSignature signed) {
        return keys.stream().anyMatch(key -> isSigned(signed, key));
    }

    private static boolean isSigned(JsonWebSignature signed, JsonWebKey key) {
        try {
            signed.setKey(key.getKey());
            return fits(key, signed) && signed.verifySignature();
        } catch (JoseException | ClassCastException e) {
            // A key of another curve, or a signature that is none.
            return false;
        }
    }

    private static boolean fits(JsonWebKey key, JsonWebSignature signed) throws JoseException {
        String name = signed.getKeyIdHeaderValue();
        return key.getKeyType().equals(signed.getKeyType())
                && (key.getUse() == null || key.getUse().equals(Use.SIGNATURE))
                && (key.getAlgorithm() == null || key.getAlgorithm().equals(signed.getAlgorithmHeaderValue()))
                && (key.getKeyId() == null || name == null || key.getKeyId().equals(name));
    }

    private static JsonWebKey publicKey(String text) {
        try {
            // Environment files have line ends as \n.
            String pem = (text.contains("-----BEGIN") ? text : content(text)).replace("\\n", "\n");
            PublicKey key;
            if (pem.contains(CERTIFICATE)) {
                key = CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(pem.strip().getBytes(StandardCharsets.US_ASCII)))
                        .getPublicKey();
            } else if (pem.contains(KEY)) {
                String body = pem.substring(pem.indexOf(KEY) + KEY.length());
                key = decoded(Base64.getMimeDecoder()
                        .decode(body.substring(0, Math.max(0, body.indexOf("-----END")))
                                .strip()));
            } else {
                throw new IllegalArgumentException(
                        "must be PEM that begins with " + KEY + ", or the path of such a file");
            }
            if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() < SHORTEST_RSA) {
                throw new IllegalArgumentException("is an RSA key of fewer than " + SHORTEST_RSA + " bits");
            }
            return JsonWebKey.Factory.newJwk(key);
        } catch (GeneralSecurityException | JoseException e) {
            throw new IllegalArgumentException("is no public key of RSA or an elliptic curve", e);
        }
    }

    private static PublicKey decoded(byte[] key) throws GeneralSecurityException {
        X509EncodedKeySpec spec = new X509EncodedKeySpec(key);
        try {
            return KeyFactory.getInstance("RSA").generatePublic(spec);
        } catch (InvalidKeySpecException notRsa) {
            return KeyFactory.getInstance("EC").generatePublic(spec);
        }
    }

    private static List<JsonWebKey> keySet(String file) {
        try {
            List<JsonWebKey> keys = new JsonWebKeySet(content(file))
                    .getJsonWebKeys().stream()
                            .filter(PublicJsonWebKey.class::isInstance)
                            .toList();
            if (keys.isEmpty()) {
                throw new IllegalArgumentException("has no public key in it");
            }
            return keys;
        } catch (JoseException e) {
            throw new IllegalArgumentException("is no JSON Web Key Set", e);
        }
    }

    private static String content(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException("names a file that cannot be read", e);
        }
    }
}
