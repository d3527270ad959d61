package camp.elbrusboot.gateway.eventlog;

import camp.elbrusboot.gateway.crm.AccountRef;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A position in the log of an account. Callers keep it as text and look at nothing in it; what they make of it themselves
 * is told from what they were given by a seal.
 */
record Cursor(AccountRef account, long epoch, long position) {
    private static final Pattern TEXT = Pattern.compile("s2:(\\d{1,18}):(\\d{1,18}):(\\d{1,18}):([\\w-]{11})");
    private static final int SEAL_BYTES = 8;

    String encoded(byte[] key) {
        String text = words() + ":" + seal(key);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Null for what is no cursor of ours, or not of this account. */
    static @Nullable Cursor read(AccountRef account, String encoded, byte[] key) {
        String text;
        try {
            text = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches() || Long.parseLong(parts.group(1)) != account.id()) {
            return null;
        }
        Cursor cursor = new Cursor(account, Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3)));
        return MessageDigest.isEqual(
                        cursor.seal(key).getBytes(StandardCharsets.UTF_8),
                        parts.group(4).getBytes(StandardCharsets.UTF_8))
                ? cursor
                : null;
    }

    private String words() {
        return "s2:" + account.id() + ":" + epoch + ":" + position;
    }

    private String seal(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            byte[] whole = mac.doFinal(words().getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(whole, SEAL_BYTES));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }
}
