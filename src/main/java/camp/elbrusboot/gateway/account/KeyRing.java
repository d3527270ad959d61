package camp.elbrusboot.gateway.account;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The keys for secrets at rest. AES-256-GCM; what a secret is about is authenticated with it, so that rows cannot be swapped. */
@ApplicationScoped
public class KeyRing {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final TokensConfig config;
    private final SecureRandom random = new SecureRandom();
    private @Nullable Map<String, byte[]> keys;

    KeyRing(TokensConfig config) {
        this.config = config;
    }

    /** What is wrong with the setting; shows nothing of the keys. */
    public static Optional<String> flaw(List<String> keys) {
        try {
            parse(keys);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Whether there is a key at all. Without one only long-lived tokens work. */
    boolean isEmpty() {
        return config.keys().isEmpty();
    }

    /** Name of the key that encrypts. */
    String current() {
        return keys().keySet().iterator().next();
    }

    /** A nonce, then the encrypted text with its tag, under the current key. */
    byte[] seal(String text, String about) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, current(), nonce, text.getBytes(StandardCharsets.UTF_8), about);
        return ByteBuffer.allocate(nonce.length + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /** Fails as IllegalStateException where the key is not on the ring, or the bytes are not what was sealed. */
    String open(@Nullable String keyId, byte[] sealed, String about) {
        if (keyId == null) {
            // Rows from before there were keys; they are encrypted at the start.
            return new String(sealed, StandardCharsets.UTF_8);
        }
        if (sealed.length < NONCE_BYTES + TAG_BITS / 8) {
            throw new IllegalStateException(about + " is too short to be anything that was encrypted");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        byte[] rest = new byte[sealed.length - NONCE_BYTES];
        ByteBuffer.wrap(sealed).get(nonce).get(rest);
        return new String(crypt(Cipher.DECRYPT_MODE, keyId, nonce, rest, about), StandardCharsets.UTF_8);
    }

    /** HMAC-SHA256 of the text under each key of the ring, the current one first. */
    List<byte[]> signatures(String text) {
        return keys().values().stream().map(key -> Hmac.sha256(key, text)).toList();
    }

    private byte[] crypt(int mode, String keyId, byte[] nonce, byte[] text, String about) {
        byte[] key = keys().get(keyId);
        if (key == null) {
            throw new IllegalStateException(
                    about + " is encrypted with the key \"" + keyId + "\", which GATEWAY_TOKENS_KEYS does not have");
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(about.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(about + " cannot be decrypted with the key \"" + keyId + "\"", e);
        }
    }

    private synchronized Map<String, byte[]> keys() {
        Map<String, byte[]> parsed = keys;
        if (parsed == null) {
            try {
                parsed = parse(config.keys().orElse(List.of()));
            } catch (IllegalArgumentException e) {
                throw new IllegalStateException("GATEWAY_TOKENS_KEYS " + e.getMessage(), e);
            }
            keys = parsed;
        }
        return parsed;
    }

    private static Map<String, byte[]> parse(List<String> texts) {
        Map<String, byte[]> parsed = new LinkedHashMap<>();
        for (String text : texts) {
            int colon = text.indexOf(':');
            byte[] key;
            try {
                key = Base64.getDecoder().decode(text.substring(colon + 1).trim());
            } catch (IllegalArgumentException e) {
                key = new byte[0];
            }
            if (colon < 1 || text.substring(0, colon).isBlank() || key.length != KEY_BYTES) {
                throw new IllegalArgumentException(
                        "must be name:key, where the key is the base64 of " + KEY_BYTES + " bytes");
            }
            if (parsed.put(text.substring(0, colon).trim(), key) != null) {
                throw new IllegalArgumentException("has two keys of one name");
            }
        }
        if (parsed.isEmpty()) {
            throw new IllegalArgumentException("has no key");
        }
        return parsed;
    }
}
