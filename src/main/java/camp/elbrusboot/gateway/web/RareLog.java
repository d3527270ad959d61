package camp.elbrusboot.gateway.web;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Tells of what may happen a thousand times in a second: the first time, and then each minute how often it was. */
public final class RareLog {
    private static final long EACH = Duration.ofMinutes(1).toMillis();

    private final Logger log;
    private final Clock clock;
    private final AtomicLong next = new AtomicLong(Long.MIN_VALUE);
    private final AtomicLong untold = new AtomicLong();

    public RareLog(Logger log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /** @param what a sentence without its full stop; that of the last one is shown */
    public void warn(String what) {
        long count = untold.incrementAndGet();
        long now = clock.millis();
        long due = next.get();
        if (now >= due && next.compareAndSet(due, now + EACH)) {
            untold.addAndGet(-count);
            log.warnf(count == 1 ? "%s" : "%s (and %d more of the kind before)", what, count - 1);
        }
    }
}
