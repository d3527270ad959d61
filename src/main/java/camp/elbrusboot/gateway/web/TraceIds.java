package camp.elbrusboot.gateway.web;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** By what a caller's error is found in the log. */
public final class TraceIds {
    /** W3C Trace Context; an id of zeros is invalid. */
    private static final Pattern TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");

    /** More than it has in any version that is known. */
    private static final int LONGEST = 200;

    private TraceIds() {}

    /** The caller's own, from {@code traceparent}, or a new one; 32 hexadecimal digits. */
    public static String of(@Nullable String traceparent) {
        if (traceparent != null && traceparent.length() <= LONGEST) {
            Matcher parent = TRACEPARENT.matcher(traceparent);
            if (parent.matches()) {
                return parent.group(1);
            }
        }
        return UUID.randomUUID().toString().replace("-", "");
    }
}
