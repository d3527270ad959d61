package camp.elbrusboot.gateway.account;

import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Counts what must not be cut short: whoever ends the process can wait for it, and nothing more begins then. */
final class LastCommits {
    private static final int ALL = Integer.MAX_VALUE;

    private final Semaphore places = new Semaphore(ALL);

    <T> Uni<T> of(Uni<T> work) {
        return Uni.createFrom()
                .deferred(() -> places.tryAcquire()
                        ? work.onTermination().invoke(() -> places.release())
                        : Uni.createFrom()
                                .failure(new CrmException(
                                        CrmErrorCode.UPSTREAM_UNAVAILABLE, "this replica is about to end")));
    }

    /** Blocks the thread until all are done; whether they are in time. Not for event loops. */
    boolean areDoneWithin(Duration patience) {
        try {
            return places.tryAcquire(ALL, patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
