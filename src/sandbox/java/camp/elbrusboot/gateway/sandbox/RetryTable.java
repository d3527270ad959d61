package camp.elbrusboot.gateway.sandbox;

import java.time.Duration;
import java.util.Optional;

/** When an undelivered webhook is tried again (section 4.1). */
final class RetryTable {
    /** How a reply that came too late is coded: unconfirmed, the table reads as if it were this. */
    static final int TIMED_OUT = 499;

    /** No reply at all: refused, reset, unknown host. */
    static final int UNREACHABLE = 0;

    private RetryTable() {}

    static boolean delivered(int status) {
        return status >= 100 && status < 300;
    }

    /** How long after attempt number {@code attempt} the next one comes; empty if the webhook is lost. */
    static Optional<Duration> delayAfter(int attempt, int status) {
        if (delivered(status)) {
            return Optional.empty();
        }
        boolean receiverFailed = status == TIMED_OUT || (status >= 500 && status < 600);
        return switch (attempt) {
            case 1 -> Optional.of(Duration.ofMinutes(5));
            case 2 -> Optional.of(Duration.ofMinutes(15));
            case 3 -> receiverFailed ? Optional.of(Duration.ofMinutes(15)) : Optional.empty();
            case 4 -> receiverFailed ? Optional.of(Duration.ofHours(1)) : Optional.empty();
            default -> Optional.empty();
        };
    }
}
