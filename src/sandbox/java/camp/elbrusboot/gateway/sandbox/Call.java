package camp.elbrusboot.gateway.sandbox;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request as it came in. Header names are in lower case; the path has no trailing slash (tolerated, section 3.1). */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and nobody writes into the body.
record Call(
        Instant at,
        String method,
        String path,
        @Nullable String rawQuery,
        Query query,
        Map<String, String> headers,
        byte[] body) {

    static Call of(
            Instant at,
            String method,
            String path,
            @Nullable String rawQuery,
            Map<String, String> headers,
            byte[] body) {
        String trimmed = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return new Call(at, method, trimmed, rawQuery, new Query(rawQuery), headers, body);
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
