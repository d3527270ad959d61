package camp.elbrusboot.gateway.crm;

import io.smallrye.mutiny.Uni;
import java.time.Instant;

/** amoCRM's own memory of stage changes, for who has missed some. Fails with {@link CrmException} alone. */
public interface StageChangeFeed {
    /** Whether the account has such a memory that can be read; one that is served by API v2 alone has not. */
    boolean isServed(AccountRef account);

    /**
     * A page of what happened between the two moments, both included, in whole seconds; in no order that could be relied
     * on, and empty past the end. What happened a moment ago may not be listed yet.
     *
     * @param number from 1
     */
    Uni<Page<RecordedStageChange>> page(AccountRef account, Instant from, Instant to, int number);
}
