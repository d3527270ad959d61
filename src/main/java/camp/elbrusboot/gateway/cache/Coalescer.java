package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Detail;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Merges what is asked for within one turn of the event loop: the fields and aliases of one level of a query, and those
 * of other operations that happen to run. A batch has not been read yet while it can be joined, so nobody gets an
 * answer from before the question.
 */
final class Coalescer<T> {
    private final Vertx vertx;
    private final Read<T> read;
    private final Map<AccountRef, Batch<T>> open = new HashMap<>();

    Coalescer(Vertx vertx, Read<T> read) {
        this.vertx = vertx;
        this.read = read;
    }

    /** How a batch is read. */
    @FunctionalInterface
    interface Read<T> {
        Uni<Map<Long, T>> apply(AccountRef account, Set<Long> ids, Set<Detail> details);
    }

    private record Batch<T>(Set<Long> ids, Set<Detail> details, Promise<Map<Long, T>> answer) {}

    /** Those of the ids that there are, emitted on the caller's context. */
    Uni<Map<Long, T>> load(AccountRef account, Set<Long> ids, Set<Detail> details) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return Uni.createFrom().deferred(() -> {
            Context caller = vertx.getOrCreateContext();
            Batch<T> batch = join(caller, account, ids, details);
            return Uni.createFrom()
                    .completionStage(batch.answer().future().toCompletionStage())
                    .emitOn(task -> caller.runOnContext(ignored -> task.run()))
                    .map(all -> {
                        Map<Long, T> own = new HashMap<>(all);
                        own.keySet().retainAll(ids);
                        return own;
                    });
        });
    }

    private synchronized Batch<T> join(Context caller, AccountRef account, Set<Long> ids, Set<Detail> details) {
        Batch<T> batch = open.computeIfAbsent(account, a -> {
            caller.runOnContext(turn -> dispatch(a));
            return new Batch<>(new HashSet<>(), EnumSet.noneOf(Detail.class), Promise.promise());
        });
        batch.ids().addAll(ids);
        batch.details().addAll(details);
        return batch;
    }

    private void dispatch(AccountRef account) {
        Batch<T> batch;
        synchronized (this) {
            batch = open.remove(account);
        }
        if (batch != null) {
            Uni.createFrom()
                    .deferred(() -> read.apply(account, batch.ids(), batch.details()))
                    .subscribe()
                    .with(batch.answer()::complete, batch.answer()::fail);
        }
    }
}
