package camp.elbrusboot.gateway.feed;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.Page;
import camp.elbrusboot.gateway.crm.StageChange;
import camp.elbrusboot.gateway.crm.StageChangeQuery;
import camp.elbrusboot.gateway.eventlog.LogCursors;
import camp.elbrusboot.gateway.eventlog.StageChangeHistory;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What has happened, as far as this replica's caches know of it: who reads of a stage change here and then refetches does
 * not read the state before it. Positions and cursors are those of {@link LiveFeed}, so a subscription can go on from
 * where a reading ended.
 */
@ApplicationScoped
public class History {
    private static final Logger LOG = Logger.getLogger(History.class);

    private final StageChangeHistory log;
    private final LiveFeed live;
    private final Gathered<OfLeads, List<StageChange>> ofLeads;

    History(StageChangeHistory log, LiveFeed live, Vertx vertx) {
        this.log = log;
        this.live = live;
        this.ofLeads = new Gathered<>(
                vertx,
                (key, leads) ->
                        log.ofLeads(key.account(), leads, key.pipelines(), key.after(), key.upTo(), key.first() + 1));
    }

    private record OfLeads(AccountRef account, Optional<Set<Long>> pipelines, long after, long upTo, int first) {}

    /**
     * A part of what has happened.
     *
     * @param end cursor of the end of what was looked at
     */
    public record Part(Page<StageChange> page, String end) {}

    /** The first of those that are wanted, after the cursor or from the beginning of the log, the oldest first. */
    public Uni<Part> read(AccountRef account, StageChangeQuery wanted, @Nullable String after, int first) {
        return Uni.createFrom().deferred(() -> {
            long from = position(account, after);
            long top = live.window(account).top();
            return failing(account, log.between(account, from, top, wanted, first + 1))
                    .map(found -> part(account, found, from, top, first));
        });
    }

    /**
     * As {@link #read}, of one lead; those of several leads that are asked for at once are read at once.
     *
     * @param pipelines into which the changes lead; absent for any
     */
    public Uni<Part> ofLead(
            AccountRef account, long lead, Optional<Set<Long>> pipelines, @Nullable String after, int first) {
        return Uni.createFrom().deferred(() -> {
            long from = position(account, after);
            long top = live.window(account).top();
            return failing(account, ofLeads.load(new OfLeads(account, pipelines, from, top, first), lead))
                    .map(found -> part(account, found.getOrDefault(lead, List.of()), from, top, first));
        });
    }

    /**
     * The position that a cursor means, {@link StageChangeHistory#BEGINNING} for none. Fails as INVALID_ARGUMENT for what is no cursor of this account, and
     * as CURSOR_EXPIRED for one that can no longer be honoured.
     */
    public long position(AccountRef account, @Nullable String cursor) {
        LogCursors cursors = cursors(account);
        return cursor == null ? StageChangeHistory.BEGINNING : cursors.position(cursor);
    }

    private Part part(AccountRef account, List<StageChange> found, long from, long top, int first) {
        boolean more = found.size() > first;
        List<StageChange> items = List.copyOf(more ? found.subList(0, first) : found);
        long end = more ? items.get(first - 1).position() : Math.max(from, top);
        return new Part(new Page<>(items, more), cursors(account).at(end));
    }

    private LogCursors cursors(AccountRef account) {
        LogCursors cursors = live.window(account).cursors();
        if (cursors == null) {
            throw new CrmException(
                    CrmErrorCode.LOG_UNAVAILABLE,
                    "the stage changes of account " + account + " cannot be read yet",
                    Duration.ofSeconds(1));
        }
        return cursors;
    }

    private static <T> Uni<T> failing(AccountRef account, Uni<T> reading) {
        return reading.onFailure(failure -> !(failure instanceof CrmException))
                .invoke(failure -> LOG.warnf("Account %s: the log cannot be read: %s", account, failure))
                .onFailure(failure -> !(failure instanceof CrmException))
                .transform(failure -> new CrmException(
                        CrmErrorCode.LOG_UNAVAILABLE,
                        "the stage changes of account " + account + " cannot be read at the moment",
                        failure));
    }
}
