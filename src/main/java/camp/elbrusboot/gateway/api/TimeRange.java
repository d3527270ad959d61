package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.TimeSpan;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Input;
import org.jspecify.annotations.Nullable;

/** A span of time, either end of which may be open. Both are DateTime in the schema, see {@link DeclaredScalars}. */
@Input(TimeRange.NAME)
@Description("A span of time, either end of which may be open.")
public record TimeRange(
        @Description("Inclusive.") @Nullable String from,
        @Description("Exclusive.") @Nullable String to) {

    static final String NAME = "TimeRange";

    static TimeSpan checked(String argument, @Nullable TimeRange range) {
        if (range == null) {
            return TimeSpan.ALWAYS;
        }
        Instant from = moment(argument + ".from", range.from);
        Instant to = moment(argument + ".to", range.to);
        if (from != null && to != null && !from.isBefore(to)) {
            throw Arguments.invalid(argument, "ends before it begins");
        }
        return new TimeSpan(from, to);
    }

    private static @Nullable Instant moment(String argument, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw Arguments.invalid(argument, "is not a time such as 2026-01-31T09:00:00Z");
        }
    }
}
