package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.StageChange;
import graphql.ExecutionResult;
import graphql.ExecutionResultImpl;
import graphql.GraphQLContext;
import graphql.GraphQLError;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherResult;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStrategy;
import graphql.execution.ExecutionStrategyParameters;
import graphql.execution.FetchedValue;
import graphql.execution.MergedField;
import graphql.execution.MergedSelectionSet;
import graphql.execution.NonNullableFieldValidator;
import graphql.execution.SubscriptionExecutionStrategy;
import graphql.execution.instrumentation.dataloader.FallbackDataLoaderDispatchStrategy;
import graphql.execution.reactive.SubscriptionPublisher;
import io.smallrye.mutiny.Multi;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import mutiny.zero.flow.adapters.AdaptersToFlow;
import mutiny.zero.flow.adapters.AdaptersToReactiveStreams;
import org.dataloader.DataLoaderRegistry;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * How subscriptions run, where graphql-java's own way is not enough:
 *
 * <ul>
 *   <li>Events are answered in their order, although several of one operation may be under way, as many as are asked for:
 *       what a subscriber has missed is read together.
 *   <li>The same operation on the same event is run once for all who are about to get it.
 *   <li>What an operation has loaded for one event is not kept for the next: it would be old, and never end.
 *   <li>A stream that cannot go on ends with an answer that says why. SmallRye makes an error of its own, without our code,
 *       of a stream that fails; so the resolver's stream just ends, and the error follows what it has emitted.
 * </ul>
 */
final class Subscriptions extends SubscriptionExecutionStrategy {
    private final FreshnessReport freshness;
    private final SharedAnswers shared;

    Subscriptions(DataFetcherExceptionHandler failures, FreshnessReport freshness, SharedAnswers shared) {
        super(failures);
        this.freshness = freshness;
        this.shared = shared;
    }

    /** Why the operation ended, when it did not end well. */
    private static final class Ending {
        private volatile @Nullable GraphQLError error;
    }

    /** The stream as a resolver may return it: one that does not fail. */
    static <T> Multi<T> endingWithItsReason(
            GraphQLContext operation, Multi<T> stream, Function<Throwable, GraphQLError> errors) {
        Ending ending = operation.computeIfAbsent(Ending.class, absent -> new Ending());
        return stream.onFailure()
                .invoke(failure -> ending.error = errors.apply(failure))
                .onFailure()
                .recoverWithCompletion();
    }

    @Override
    public CompletableFuture<ExecutionResult> execute(ExecutionContext operation, ExecutionStrategyParameters root) {
        return super.execute(operation, root).thenApply(result -> {
            if (!(result.getData() instanceof SubscriptionPublisher events)) {
                // By section 7.1.1 of the specification there is no data where there is no stream.
                return ExecutionResultImpl.newExecutionResult()
                        .errors(result.getErrors())
                        .extensions(result.getExtensions())
                        .build();
            }
            ExecutionStrategyParameters field = field(operation, root);
            SharedAnswers.Sharing sharing = shared.of(operation, field.getField());
            Publisher<ExecutionResult> answers = new SubscriptionPublisher(
                    events.getUpstreamPublisher(), event -> answer(operation, root, sharing, event), true);
            Multi<ExecutionResult> all = Multi.createBy()
                    .concatenating()
                    .streams(
                            Multi.createFrom().publisher(AdaptersToFlow.publisher(answers)),
                            Multi.createFrom().deferred(() -> last(operation.getGraphQLContext())));
            return result.transform(changed -> changed.data(AdaptersToReactiveStreams.publisher(all)));
        });
    }

    private CompletionStage<ExecutionResult> answer(
            ExecutionContext operation, ExecutionStrategyParameters root, SharedAnswers.Sharing sharing, Object event) {
        return event instanceof DataFetcherResult<?> fetched && fetched.getData() instanceof StageChange change
                ? sharing.answer(change.position(), () -> run(operation, root, event))
                : run(operation, root, event);
    }

    /** By section 6.2.3.2 of the specification of GraphQL: the selection is executed as a query's would be. */
    private CompletableFuture<ExecutionResult> run(
            ExecutionContext operation, ExecutionStrategyParameters root, Object event) {
        // Each event is an answer of its own age.
        GraphQLContext own = GraphQLContext.newContext()
                .of(operation.getGraphQLContext())
                .build()
                .delete(AnswerAge.class)
                .delete(CallLimit.Values.class);
        ExecutionContext execution = operation.transform(of -> of.root(event)
                .graphQLContext(own)
                .dataLoaderRegistry(empty(operation.getDataLoaderRegistry()))
                .resetErrors());
        execution.setDataLoaderDispatcherStrategy(new FallbackDataLoaderDispatchStrategy(execution));
        ExecutionStrategyParameters field = field(execution, root);
        FetchedValue value = unboxPossibleDataFetcherResult(execution, root, event);
        return completeField(execution, field, value)
                .getFieldValueFuture()
                .thenApply(data -> freshness.reported(
                        new ExecutionResultImpl(
                                Collections.singletonMap(field.getField().getResultKey(), data), execution.getErrors()),
                        own));
    }

    /** The same loaders, which have loaded nothing: neither for the event before nor for one that is under way, too. */
    private static DataLoaderRegistry empty(DataLoaderRegistry loaders) {
        DataLoaderRegistry own = new DataLoaderRegistry();
        loaders.getDataLoadersMap().forEach((name, loader) -> own.register(name, loader.transform(of -> {})));
        return own;
    }

    /** A valid subscription has one root field. */
    private static ExecutionStrategyParameters field(ExecutionContext execution, ExecutionStrategyParameters root) {
        MergedSelectionSet fields = root.getFields();
        MergedField only = fields.getSubField(fields.getKeys().get(0));
        return root.transform(of -> of.field(only)
                .path(root.getPath().segment(ExecutionStrategy.mkNameForPath(only)))
                .nonNullFieldValidator(new NonNullableFieldValidator(execution)));
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
