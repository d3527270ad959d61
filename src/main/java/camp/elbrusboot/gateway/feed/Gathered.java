package camp.elbrusboot.gateway.feed;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** Reads together what is asked for within one turn of the event loop: the fields of one level of a query. */
final class Gathered<K, V> {
    private final Vertx vertx;
    private final BiFunction<K, Set<Long>, Uni<Map<Long, V>>> read;
    private final Map<K, Batch<V>> open = new HashMap<>();

    Gathered(Vertx vertx, BiFunction<K, Set<Long>, Uni<Map<Long, V>>> read) {
        this.vertx = vertx;
        this.read = read;
    }

    private record Batch<V>(Set<Long> ids, Promise<Map<Long, V>> answer) {}

    /** What there is of the id, or of others that were asked for with it; emitted on the caller's context. */
    Uni<Map<Long, V>> load(K key, long id) {
        return Uni.createFrom().deferred(() -> {
            Context caller = vertx.getOrCreateContext();
            return Uni.createFrom()
                    .completionStage(join(caller, key, id).answer().future().toCompletionStage())
                    .emitOn(task -> caller.runOnContext(ignored -> task.run()));
        });
    }

    private synchronized Batch<V> join(Context caller, K key, long id) {
        Batch<V> batch = open.computeIfAbsent(key, k -> {
            caller.runOnContext(turn -> dispatch(k));
            return new Batch<>(new HashSet<>(), Promise.promise());
        });
        batch.ids().add(id);
        return batch;
    }

    private void dispatch(K key) {
        Batch<V> batch;
        synchronized (this) {
            batch = open.remove(key);
        }
        if (batch != null) {
            Uni.createFrom()
                    .deferred(() -> read.apply(key, batch.ids()))
                    .subscribe()
                    .with(batch.answer()::complete, batch.answer()::fail);
        }
    }
}
