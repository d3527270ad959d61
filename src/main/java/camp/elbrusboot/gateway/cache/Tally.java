package camp.elbrusboot.gateway.cache;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.function.Predicate;

/** Counts where answers come from. */
@ApplicationScoped
class Tally {
    private final MeterRegistry meters;

    Tally(MeterRegistry meters) {
        this.meters = meters;
    }

    <T> void answered(Kind<?, T> kind, Collection<Held<T>> answers, Predicate<Held<T>> stale) {
        int[] bySource = new int[3];
        int old = 0;
        for (Held<T> held : answers) {
            switch (held.source()) {
                case MEMORY -> bySource[0]++;
                case REDIS -> bySource[1]++;
                case AMOCRM -> bySource[2]++;
            }
            old += stale.test(held) ? 1 : 0;
        }
        count("gateway.cache.hits", kind, "memory", bySource[0]);
        count("gateway.cache.hits", kind, "redis", bySource[1]);
        if (bySource[2] > 0) {
            meters.counter("gateway.cache.misses", "kind", kind.name()).increment(bySource[2]);
        }
        if (old > 0) {
            meters.counter("gateway.cache.stale", "kind", kind.name()).increment(old);
        }
    }

    /** Somebody else in the fleet is reading these already. */
    void waited(Kind<?, ?> kind, int count) {
        if (count > 0) {
            meters.counter("gateway.cache.waits", "kind", kind.name()).increment(count);
        }
    }

    private void count(String name, Kind<?, ?> kind, String level, int count) {
        if (count > 0) {
            meters.counter(name, "kind", kind.name(), "level", level).increment(count);
        }
    }
}
