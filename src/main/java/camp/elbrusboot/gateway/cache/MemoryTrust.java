package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.feed.LogReading;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Promise;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How far in the log a replica must have come, so that what it remembers may be handed out. Another replica may have told its subscribers of an event that
 * this one has not come to yet; who refetches here because of it must not read the state before. That replica has evicted
 * in Redis first, so Redis' position tells; without Redis the log itself does.
 */
@ApplicationScoped
class MemoryTrust {
    /** Others may know anything. */
    static final long UNKNOWN = Long.MAX_VALUE;

    private final RedisLink redis;
    private final Patience patience;
    private final RedisRepair repair;
    private final Positions positions;
    private final LogReading log;
    private final Map<AccountRef, Checks> checks = new ConcurrentHashMap<>();

    MemoryTrust(RedisLink redis, Patience patience, RedisRepair repair, Positions positions, LogReading log) {
        this.redis = redis;
        this.patience = patience;
        this.repair = repair;
        this.positions = positions;
        this.log = log;
    }

    /**
     * A position that no replica had told anything beyond when this was asked for; what was remembered by one that had
     * come as far is true. Never fails.
     */
    Uni<Long> told(AccountRef account) {
        Checks ofAccount = checks.computeIfAbsent(account, a -> new Checks(() -> check(a)));
        return Uni.createFrom().deferred(ofAccount::next);
    }

    private Uni<Long> check(AccountRef account) {
        return redis.send("GET", List.of(Keys.state(account)))
                .map(text -> RedisState.read(RedisStore.text(text)))
                .onFailure()
                .recoverWithNull()
                .flatMap(state -> {
                    long own = positions.of(account).position();
                    if (state == null || state.position() < own) {
                        repair.soon(account).subscribe().with(done -> {}, failure -> {});
                        return byLog(account);
                    }
                    return Uni.createFrom().item(state.position());
                });
    }

    /** Where neither can be asked, others may know what this replica does not. */
    private Uni<Long> byLog(AccountRef account) {
        return patience.limit(log.end(account)).onFailure().recoverWithItem(UNKNOWN);
    }

    /** One check at a time; who asks during one gets the result of the next, which begins after the question. */
    private static final class Checks {
        private final Supplier<Uni<Long>> check;
        private @Nullable Promise<Long> waiting;
        private boolean running;

        Checks(Supplier<Uni<Long>> check) {
            this.check = check;
        }

        Uni<Long> next() {
            Promise<Long> mine;
            boolean first;
            synchronized (this) {
                if (waiting == null) {
                    waiting = Promise.promise();
                }
                mine = waiting;
                first = !running;
                running = true;
            }
            if (first) {
                run();
            }
            return Uni.createFrom().completionStage(mine.future().toCompletionStage());
        }

        private void run() {
            Promise<Long> served;
            synchronized (this) {
                served = waiting;
                waiting = null;
                if (served == null) {
                    running = false;
                    return;
                }
            }
            check.get().subscribe().with(told -> done(served, told), failure -> done(served, UNKNOWN));
        }

        private void done(Promise<Long> served, long told) {
            served.complete(told);
            run();
        }
    }
}
