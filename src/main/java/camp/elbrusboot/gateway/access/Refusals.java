package camp.elbrusboot.gateway.access;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;

/** Counts who is not let in, and tells the operator now and then: callers decide how often it happens. */
@ApplicationScoped
class Refusals {
    private static final Logger LOG = Logger.getLogger(Refusals.class);

    private static final Duration NOW_AND_THEN = Duration.ofSeconds(10);

    private final Map<Reason, Tally> tallies = new EnumMap<>(Reason.class);

    Refusals(MeterRegistry meters, Clock clock) {
        for (Reason reason : Reason.values()) {
            tallies.put(reason, new Tally(meters.counter("gateway.access.refused", "reason", reason.tag()), clock));
        }
    }

    void happened(Reason reason) {
        long times = Objects.requireNonNull(tallies.get(reason)).toTell();
        if (times > 0) {
            LOG.warnf("Not let in: %s (%d times since this was last said)", reason.tag(), times);
        }
    }

    private static final class Tally {
        private final Counter all;
        private final Clock clock;
        private long untold;
        private Instant quietUntil = Instant.MIN;

        Tally(Counter all, Clock clock) {
            this.all = all;
            this.clock = clock;
        }

        /** How often it has happened since it was last told; 0 while it is too early to tell again. */
        synchronized long toTell() {
            all.increment();
            untold++;
            Instant now = clock.instant();
            if (now.isBefore(quietUntil)) {
                return 0;
            }
            quietUntil = now.plus(NOW_AND_THEN);
            long times = untold;
            untold = 0;
            return times;
        }
    }
}
