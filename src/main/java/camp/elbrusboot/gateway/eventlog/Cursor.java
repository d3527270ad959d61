package camp.elbrusboot.gateway.eventlog;

import camp.elbrusboot.gateway.crm.AccountRef;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A position in the log of an account. Callers keep it as text and look at nothing in it. */
record Cursor(AccountRef account, long epoch, long position) {
    private static final String SHAPE = "s1";

    String encoded() {
        String text = SHAPE + ":" + account.id() + ":" + epoch + ":" + position;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
