package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.AccountRef;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names in Redis. The braces keep the keys of one account on one node of a cluster. */
final class Keys {
    private Keys() {}

    /** How far the evictions of an account have come. */
    static String state(AccountRef account) {
        return of(account, "state");
    }

    /** Whoever holds this is reading the value of that key from amoCRM. */
    static String lease(String key) {
        return key + ":lease";
    }

    static String lead(AccountRef account, long id) {
        return of(account, "lead:" + id);
    }

    static String contact(AccountRef account, long id) {
        return of(account, "contact:" + id);
    }

    static String company(AccountRef account, long id) {
        return of(account, "company:" + id);
    }

    static String of(AccountRef account, String rest) {
        return "gateway" + Codec.SHAPE + ":{" + account.id() + "}:" + rest;
    }

    /** Of what can name a person, such as the free text of a query. */
    static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
