package camp.elbrusboot.gateway.crm;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A span of time: {@code from} inclusive, {@code to} exclusive, either open when null. */
public record TimeSpan(@Nullable Instant from, @Nullable Instant to) {
    /** Unbounded. */
    public static final TimeSpan ALWAYS = new TimeSpan(null, null);

    /** Whether the moment lies within; a moment that is not known lies only within an unbounded span. */
    public boolean contains(@Nullable Instant moment) {
        if (moment == null) {
            return from == null && to == null;
        }
        return (from == null || !moment.isBefore(from)) && (to == null || moment.isBefore(to));
    }
}
