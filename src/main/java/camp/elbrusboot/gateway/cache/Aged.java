package camp.elbrusboot.gateway.cache;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A value as it stands in Redis: when it was read from amoCRM, and what it was. */
record Aged(Instant at, String text) {
    private static final char SEPARATOR = '|';

    static String write(Instant at, String text) {
        return at.toEpochMilli() + String.valueOf(SEPARATOR) + text;
    }

    /** Null for nothing, and for what cannot be read. */
    static @Nullable Aged read(@Nullable String stored) {
        int end = stored == null ? -1 : stored.indexOf(SEPARATOR);
        if (stored == null || end < 0) {
            return null;
        }
        try {
            return new Aged(Instant.ofEpochMilli(Long.parseLong(stored.substring(0, end))), stored.substring(end + 1));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    boolean isFresh(Duration life, Clock clock) {
        return clock.instant().isBefore(at.plus(life));
    }
}
