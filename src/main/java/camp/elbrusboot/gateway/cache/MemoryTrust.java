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
 * Whether what this process remembers may be handed out. Another replica may have told its subscribers of an event that
 * this one has not come to yet; who refetches here because of it must not read the state before. That replica has evicted
 * in Redis first, so Redis' position tells; without Redis the log itself does.
 */
@ApplicationScoped
class MemoryTrust {
    private final RedisLink redis;
    private final RedisRepair repair;
    private final Positions positions;
    private final LogReading log;
    private final Map<AccountRef, Checks> checks = new ConcurrentHashMap<>();

    MemoryTrust(RedisLink redis, RedisRepair repair, Positions positions, LogReading log) {
        this.redis = redis;
        this.repair = repair;
        this.positions = positions;
        this.log = log;
    }

    /** As of a moment after the subscription. Never fails. */
    Uni<Boolean> isCurrent(AccountRef account) {
        Checks ofAccount = checks.computeIfAbsent(account, a -> new Checks(() -> check(a)));
        return Uni.createFrom().deferred(ofAccount::next);
    }

    private Uni<Boolean> check(AccountRef account) {
        return redis.send("GET", List.of(Keys.state(account)))
                .map(text -> RedisState.read(RedisStore.text(text)))
                .onFailure()
                .recoverWithNull()
                .flatMap(state -> {
                    long own = positions.of(account).position();
                    if (state == null || state.position() < own) {
                        repair.start(account);
                        return byLog(account);
                    }
                    return Uni.createFrom().item(state.position() == own);
                });
    }

    /** Without PostgreSQL no replica has anything new to tell. */
    private Uni<Boolean> byLog(AccountRef account) {
        return log.end(account)
                .map(end -> end <= positions.of(account).position())
                .onFailure()
                .recoverWithItem(true);
    }

    /** One check at a time; who asks during one gets the result of the next, which begins after the question. */
    private static final class Checks {
        private final Supplier<Uni<Boolean>> check;
        private @Nullable Promise<Boolean> waiting;
        private boolean running;

        Checks(Supplier<Uni<Boolean>> check) {
            this.check = check;
        }

        Uni<Boolean> next() {
            Promise<Boolean> mine;
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
            Promise<Boolean> served;
            synchronized (this) {
                served = waiting;
                waiting = null;
                if (served == null) {
                    running = false;
                    return;
                }
            }
            check.get().subscribe().with(current -> done(served, current), failure -> done(served, false));
        }

        private void done(Promise<Boolean> served, boolean current) {
            served.complete(current);
            run();
        }
    }
}
