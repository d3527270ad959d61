package camp.elbrusboot.gateway.amocrm.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An answer that is not what amoCRM's contract says. The message has its first bytes, without what may be personal. */
final class UnreadableAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int SHOWN = 80;

    UnreadableAnswer(@Nullable String mediaType, byte[] body) {
        super("amoCRM answered 200 with " + body.length + " bytes of " + mediaType + " that cannot be read: "
                + shown(body));
    }

    /** @param announced how many bytes the head has told of */
    UnreadableAnswer(String mediaType, int announced) {
        super(
                announced > 0
                        ? "amoCRM answered 200 and broke off before the end of " + announced + " bytes of " + mediaType
                        : "amoCRM answered 200 with 0 bytes of " + mediaType);
    }

    /** Texts and numbers may be of persons: their places are kept, they are not. Pages of servers are shown as they are. */
    private static String shown(byte[] body) {
        String start = new String(Arrays.copyOf(body, Math.min(SHOWN, body.length)), StandardCharsets.UTF_8).strip();
        if (start.isEmpty() || start.startsWith("<")) {
            return start.replaceAll("\\p{Cntrl}", " ");
        }
        return start.startsWith("{") || start.startsWith("[")
                ? start.replaceAll("\"(?:\\\\.|[^\"\\\\])*\"?", "\"…\"").replaceAll("[^{}\\[\\],:\"…]+", "#")
                : "neither JSON nor HTML";
    }
}
