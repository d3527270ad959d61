package camp.elbrusboot.gateway.api;

import graphql.ExecutionResult;
import graphql.ExecutionResultImpl;
import graphql.GraphQLContext;
import graphql.GraphQLError;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStrategyParameters;
import graphql.execution.SubscriptionExecutionStrategy;
import io.smallrye.mutiny.Multi;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import mutiny.zero.flow.adapters.AdaptersToFlow;
import mutiny.zero.flow.adapters.AdaptersToReactiveStreams;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Ends a subscription that cannot go on with an answer that says why. SmallRye makes an error of its own, without our
 * code, of a stream that fails; so the resolver's stream just ends, and the error follows what it has emitted.
 */
final class Endings extends SubscriptionExecutionStrategy {
    Endings(DataFetcherExceptionHandler failures) {
        super(failures);
    }

    /** Why the operation ended, when it did not end well. */
    private static final class Ending {
        private volatile @Nullable GraphQLError error;
    }

    /** The stream as a resolver may return it: one that does not fail. */
    static <T> Multi<T> noted(GraphQLContext operation, Multi<T> stream, Function<Throwable, GraphQLError> errors) {
        Ending ending = operation.computeIfAbsent(Ending.class, absent -> new Ending());
        return stream.onFailure()
                .invoke(failure -> ending.error = errors.apply(failure))
                .onFailure()
                .recoverWithCompletion();
    }

    @Override
    public CompletableFuture<ExecutionResult> execute(ExecutionContext context, ExecutionStrategyParameters field) {
        return super.execute(context, field).thenApply(result -> {
            if (!(result.getData() instanceof Publisher<?> events)) {
                return result;
            }
            Multi<ExecutionResult> all = Multi.createBy()
                    .concatenating()
                    .streams(
                            Multi.createFrom()
                                    .publisher(AdaptersToFlow.publisher(events))
                                    .map(ExecutionResult.class::cast),
                            Multi.createFrom().deferred(() -> last(context.getGraphQLContext())));
            return result.transform(changed -> changed.data(AdaptersToReactiveStreams.publisher(all)));
        });
    }

    private static Multi<ExecutionResult> last(GraphQLContext operation) {
        Ending ending = operation.get(Ending.class);
        GraphQLError error = ending == null ? null : ending.error;
        return error == null
                ? Multi.createFrom().empty()
                : Multi.createFrom()
                        .item(ExecutionResultImpl.newExecutionResult()
                                .data(null)
                                .addError(error)
                                .build());
    }
}
