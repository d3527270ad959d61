package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;

/**
 * Evidence of the rate at which calls arrived, accepted and refused alike. Times are taken by many threads and come in
 * slightly out of order, so they are sorted before they are counted.
 */
final class Arrivals {
    static final int MOST_KEPT = 100_000;

    private static final long WINDOW_NANOS = 1_000_000_000L;

    private final long[] times = new long[MOST_KEPT];
    private int kept;
    private int mostOfForgotten;
    private long total;
    private long rejected;

    synchronized void arrived(long nanos) {
        if (kept == times.length) {
            forgetOldest();
        }
        times[kept++] = nanos;
        total++;
    }

    synchronized void rejected() {
        rejected++;
    }

    /** Half a buffer of arrivals is far more than a later one can share a second with. */
    private void forgetOldest() {
        mostOfForgotten = maxInAnySecond();
        int forgotten = kept / 2;
        System.arraycopy(times, forgotten, times, 0, kept - forgotten);
        kept -= forgotten;
    }

    /** Windows are half-open: two arrivals exactly a second apart are not in one. */
    private int maxInAnySecond() {
        Arrays.sort(times, 0, kept);
        int most = mostOfForgotten;
        int first = 0;
        for (int last = 0; last < kept; last++) {
            while (times[last] - times[first] >= WINDOW_NANOS) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    synchronized ObjectNode document() {
        return Json.object()
                .put("maxInAnySecond", maxInAnySecond())
                .put("rejected429", rejected)
                .put("total", total);
    }

    synchronized void reset() {
        kept = 0;
        mostOfForgotten = 0;
        total = 0;
        rejected = 0;
    }
}
