package camp.elbrusboot.gateway.sandbox;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One request as it came in. The base address that the gateway is given has a place for the host, {@code /at/{host}},
 * since every account has its own and a few calls go to others (sections 0, 1.2, 1.6); it is no part of the path. Header names are in lower case; the path has no trailing slash (tolerated, section 3.1).
 *
 * @param nanos when it arrived, on the clock that never jumps
 * @param host in lower case; empty if none was named
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and nobody writes into the body.
record Call(
        Instant at,
        long nanos,
        String method,
        String host,
        String path,
        @Nullable String rawQuery,
        Query query,
        Map<String, String> headers,
        byte[] body) {

    private static final Pattern AT_HOST = Pattern.compile("/at/([^/]+)(|/.*)");

    static Call of(
            Instant when,
            long nanos,
            String method,
            String path,
            @Nullable String rawQuery,
            Map<String, String> headers,
            byte[] body) {
        String trimmed = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        Matcher at = AT_HOST.matcher(trimmed);
        String host = at.matches() ? at.group(1).toLowerCase(Locale.ROOT) : "";
        String rest = !at.matches() ? trimmed : at.group(2).isEmpty() ? "/" : at.group(2);
        return new Call(when, nanos, method, host, rest, rawQuery, new Query(rawQuery), headers, body);
    }

    Call atHost(String name) {
        return new Call(at, nanos, method, name, path, rawQuery, query, headers, body);
    }

    List<String> segments() {
        return Arrays.stream(path.split("/", -1))
                .filter(segment -> !segment.isEmpty())
                .toList();
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    Optional<String> bearer() {
        return header("Authorization")
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(value -> value.substring(7).trim());
    }

    /** Whether {@code with=} names this part; the list is comma-separated. */
    boolean with(String part) {
        return query.texts("with").contains(part);
    }
}
