package camp.elbrusboot.gateway.database;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A transaction on a Vert.x context of its own. Panache keeps its session on the context, and the resolvers of one
 * request run side by side on one context: without this they would share a session, which Hibernate forbids.
 */
@ApplicationScoped
public class UnitOfWork {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Vertx vertx;

    UnitOfWork(Vertx vertx) {
        this.vertx = vertx;
    }

    /** As {@link #run(Duration, Supplier)}, for work that asks nobody but PostgreSQL. */
    public <T> Uni<T> run(Supplier<Uni<T>> work) {
        return run(PATIENCE, work);
    }

    /**
     * Emits on the caller's context, after the commit; a failure of the work rolls back. Fails when it takes longer than
     * the patience: a connection that died without a word would keep its caller waiting for a quarter of an hour.
     */
    public <T> Uni<T> run(Duration patience, Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Context caller = vertx.getOrCreateContext();
            Context own = VertxContext.createNewDuplicatedContext(caller);
            VertxContextSafetyToggle.setContextSafe(own, true);
            return Uni.createFrom()
                    .<T>emitter(emitter -> own.runOnContext(ignored -> Uni.createFrom()
                            .deferred(() -> Panache.withTransaction(work))
                            .subscribe()
                            .with(emitter::complete, emitter::fail)))
                    .ifNoItem()
                    .after(patience)
                    .fail()
                    .emitOn(task -> caller.runOnContext(ignored -> task.run()));
        });
    }
}
