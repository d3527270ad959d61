package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.TimeSpan;
import java.time.Instant;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Input;
import org.jspecify.annotations.Nullable;

/** A span of time, either end of which may be open. */
@Input("TimeRange")
@Description("A span of time, either end of which may be open.")
public record TimeRange(
        @Description("Inclusive.") @Nullable Instant from,
        @Description("Exclusive.") @Nullable Instant to) {

    static TimeSpan checked(String argument, @Nullable TimeRange range) {
        if (range == null) {
            return TimeSpan.ALWAYS;
        }
        if (range.from != null && range.to != null && !range.from.isBefore(range.to)) {
            throw Arguments.invalid(argument, "ends before it begins");
        }
        return new TimeSpan(range.from, range.to);
    }
}
