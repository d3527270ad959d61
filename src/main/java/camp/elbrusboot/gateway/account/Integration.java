package camp.elbrusboot.gateway.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * An integration of amoCRM's, as its settings there show it.
 *
 * @param previousSecret the one before, for signatures alone
 */
record Integration(String clientId, String clientSecret, String redirectUri, Optional<String> previousSecret) {
    /** Whether amoCRM, which knows the secret, has signed this. Each secret is tried, whatever the others say. */
    boolean hasSigned(String text, String signature) {
        byte[] given = signature.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        boolean signed = isSignature(clientSecret, text, given);
        if (previousSecret.isPresent()) {
            signed |= isSignature(previousSecret.get(), text, given);
        }
        return signed;
    }

    private static boolean isSignature(String secret, String text, byte[] given) {
        String expected = HexFormat.of().formatHex(Hmac.sha256(secret.getBytes(StandardCharsets.UTF_8), text));
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.US_ASCII), given);
    }

    @Override
    public String toString() {
        return "Integration[" + clientId + "]";
    }
}
