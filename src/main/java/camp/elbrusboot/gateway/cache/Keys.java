package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.LeadQuery;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names in Redis; each begins with the shape of the values and the account. */
final class Keys {
    private Keys() {}

    static String pipelines(AccountRef account) {
        return of(account, "pipelines");
    }

    static String lead(AccountRef account, long id) {
        return of(account, "lead:" + id);
    }

    static String contact(AccountRef account, long id) {
        return of(account, "contact:" + id);
    }

    static String listGeneration(AccountRef account) {
        return of(account, "lists");
    }

    /** The free text of a query can name a person, so its key is a digest. */
    static String list(AccountRef account, LeadQuery query) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(query.toString().getBytes(StandardCharsets.UTF_8));
            return of(account, "list:" + HexFormat.of().formatHex(digest, 0, 16));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String of(AccountRef account, String rest) {
        return "gateway" + Codec.SHAPE + ":" + account.id() + ":" + rest;
    }
}
