package camp.elbrusboot.gateway.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Cursors of one list: a place, and a seal of the place under a key that is derived from the account's and from all
 * that describes the list. So none can be made up, and one of another list or account is not taken for a place in this
 * one.
 */
final class Cursors {
    private static final byte SHAPE = 1;
    private static final int SEALED = 1 + Integer.BYTES;

    /** With it a cursor has 18 bytes, of which Base64 makes 24 characters without a bit to spare that could be changed. */
    private static final int SEAL = 13;

    private final SecretKeySpec key;
    private final int most;

    /**
     * @param key of the account, the same in all replicas
     * @param list everything that makes it another list than others
     * @param most places that are served
     */
    Cursors(byte[] key, String list, int most) {
        this.key = key(hmac(key(key), list.getBytes(StandardCharsets.UTF_8)));
        this.most = most;
    }

    /** For what is at this index of the list. */
    String at(long index) {
        byte[] place = ByteBuffer.allocate(SEALED)
                .put(SHAPE)
                .putInt(Math.toIntExact(index + 1))
                .array();
        byte[] cursor = Arrays.copyOf(place, SEALED + SEAL);
        System.arraycopy(hmac(key, place), 0, cursor, SEALED, SEAL);
        return Base64.getUrlEncoder().encodeToString(cursor);
    }

    /** The index at which the page after this cursor begins. */
    long offset(@Nullable String after) {
        if (after == null) {
            return 0;
        }
        byte[] cursor = decoded(after);
        byte[] place = Arrays.copyOf(cursor, SEALED);
        if (cursor.length != SEALED + SEAL
                || !MessageDigest.isEqual(
                        Arrays.copyOfRange(cursor, SEALED, cursor.length), Arrays.copyOf(hmac(key, place), SEAL))) {
            throw Arguments.invalid("after", "is not a cursor of this list");
        }
        int offset = ByteBuffer.wrap(place).getInt(1);
        if (offset > most) {
            throw Arguments.invalid("after", "is further into the list than " + most + " entries; narrow the list");
        }
        return offset;
    }

    private static byte[] decoded(String cursor) {
        try {
            return Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    private static SecretKeySpec key(byte[] bytes) {
        return new SecretKeySpec(bytes, "HmacSHA256");
    }

    private static byte[] hmac(SecretKeySpec key, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
