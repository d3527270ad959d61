package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.Detail;
import camp.elbrusboot.gateway.crm.Freshness;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a key in Redis held when it was read.
 *
 * @param seen the very content: a value, the mark of an eviction, or "" for nothing
 */
record Slot(String key, String seen) {
    /** In the place of what was seen: whatever is not a mark, and is older. */
    static final String OLDER = "?";

    static final Set<Detail> ALL = Set.copyOf(EnumSet.allOf(Detail.class));

    /** Bytes in memory for each character in Redis, and for the smallest value. */
    private static final int TIMES = 4;

    private static final int LEAST = 300;

    /** {@code incarnation|readAt|generation|updatedAt|value}; no value where amoCRM has none. */
    static String text(RedisState state, Kind<?, ?> kind, Held<?> held, String value) {
        return state.incarnation() + "|" + held.readAt().toEpochMilli() + "|" + state.generation(kind.lists()) + "|"
                + held.updatedAt() + "|" + value;
    }

    /**
     * Null where there is no value, or none of this incarnation, or none that can be read.
     *
     * @param own where this replica stood before Redis was asked
     */
    <T> @Nullable Held<T> held(Kind<?, T> kind, RedisState state, Positions.Own own) {
        if (!seen.startsWith(state.incarnation() + "|")) {
            return null;
        }
        String[] parts = seen.split("\\|", 5);
        if (parts.length < 5) {
            return null;
        }
        try {
            T value = parts[4].isEmpty() ? null : kind.text().read().apply(parts[4]);
            if (value == null && !parts[4].isEmpty()) {
                return null;
            }
            return new Held<>(
                    value,
                    Instant.ofEpochMilli(Long.parseLong(parts[1])),
                    Long.parseLong(parts[3]),
                    value == null ? ALL : kind.details().apply(value),
                    Long.parseLong(parts[2]) == state.generation(kind.lists())
                            ? own.generation(kind.lists())
                            : Held.VOID,
                    weight(seen.length()),
                    Freshness.Source.REDIS);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Just read from amoCRM; null for what it does not have. */
    static <T> Held<T> fresh(Kind<?, T> kind, @Nullable T value, Instant readAt, Positions.Own own, int length) {
        return new Held<>(
                value,
                readAt,
                value == null ? 0 : Math.max(0, kind.updatedAt().applyAsLong(value)),
                value == null ? ALL : kind.details().apply(value),
                own.generation(kind.lists()),
                weight(length),
                Freshness.Source.AMOCRM);
    }

    private static int weight(int length) {
        return LEAST + TIMES * length;
    }

    @Override
    public String toString() {
        return "Slot[" + key + "]";
    }
}
