package camp.elbrusboot.gateway.eventlog;

import java.time.Duration;
import java.time.Instant;

/**
 * How far apart two reports of one stage change may be where one is amoCRM's record and the other a webhook. Being close is
 * never enough: one record takes one row, and a row one record. See docs/decisions/0014-repair.md.
 */
final class Closeness {
    /** Between the time of a record and that of a webhook, which amoCRM writes one after the other. */
    static final Duration OF_TIMES = Duration.ofSeconds(2);

    /** Between a record and the receipt of a webhook without a time: its repetitions come within an hour. */
    static final Duration OF_RECEIPT = Duration.ofHours(2);

    /** What clocks may differ. */
    static final Duration OF_CLOCKS = Duration.ofMinutes(1);

    private Closeness() {}

    static boolean ofTimes(Instant record, Instant hook) {
        return apart(record, hook).compareTo(OF_TIMES) <= 0;
    }

    static boolean ofReceipt(Instant record, Instant received) {
        return !received.isBefore(record.minus(OF_CLOCKS)) && !received.isAfter(record.plus(OF_RECEIPT));
    }

    static Duration apart(Instant one, Instant other) {
        return Duration.between(one, other).abs();
    }
}
