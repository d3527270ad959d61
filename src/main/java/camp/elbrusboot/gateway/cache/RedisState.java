package camp.elbrusboot.gateway.cache;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Redis knows of an account.
 *
 * @param incarnation values of another one are void: they were kept in a Redis that has forgotten since
 * @param position of the log, up to which what it tells of has been evicted
 * @param leadLists position of the last event that voided lists of leads
 * @param contactLists position of the last event that voided lists of contacts
 */
record RedisState(String incarnation, long position, long leadLists, long contactLists) {
    private static final Pattern TEXT = Pattern.compile("(\\w+)\\|(\\d{1,18})\\|(\\d{1,18})\\|(\\d{1,18})");

    /** Null for nothing, and for what cannot be read. */
    static @Nullable RedisState read(@Nullable String text) {
        Matcher parts = TEXT.matcher(text == null ? "" : text);
        return parts.matches()
                ? new RedisState(
                        parts.group(1),
                        Long.parseLong(parts.group(2)),
                        Long.parseLong(parts.group(3)),
                        Long.parseLong(parts.group(4)))
                : null;
    }

    String text() {
        return incarnation + "|" + position + "|" + leadLists + "|" + contactLists;
    }

    long generation(Kind.Lists lists) {
        return switch (lists) {
            case NONE -> 0;
            case OF_LEADS -> leadLists;
            case OF_CONTACTS -> contactLists;
        };
    }
}
