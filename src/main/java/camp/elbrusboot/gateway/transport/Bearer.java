package camp.elbrusboot.gateway.transport;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The token in an {@code Authorization} header (RFC 6750). */
final class Bearer {
    private static final String SCHEME = "bearer ";

    private Bearer() {}

    /** Empty where there is none, or another scheme. */
    static Optional<String> of(Map<String, List<String>> headers) {
        List<String> values = headers.getOrDefault("authorization", List.of());
        if (values.size() != 1 || !values.get(0).regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        return Optional.of(values.get(0).substring(SCHEME.length()).strip());
    }
}
