package camp.elbrusboot.gateway.database;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/**
 * A transaction on a Vert.x context of its own. Panache keeps its session on the context, and the resolvers of one
 * request run side by side on one context: without this they would share a session, which Hibernate forbids.
 */
@ApplicationScoped
public class UnitOfWork {
    private final Vertx vertx;

    UnitOfWork(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Emits on the caller's context, after the commit; a failure of the work rolls back. */
    public <T> Uni<T> run(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Context caller = vertx.getOrCreateContext();
            Context own = VertxContext.createNewDuplicatedContext(caller);
            VertxContextSafetyToggle.setContextSafe(own, true);
            return Uni.createFrom()
                    .<T>emitter(emitter -> own.runOnContext(ignored ->
                            Panache.withTransaction(work).subscribe().with(emitter::complete, emitter::fail)))
                    .emitOn(task -> caller.runOnContext(ignored -> task.run()));
        });
    }
}
