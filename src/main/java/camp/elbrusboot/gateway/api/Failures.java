package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import graphql.execution.SubscriptionExecutionStrategy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * What callers see of a failure: message and {@code extensions.code}. SmallRye's own handler derives the code from the
 * name of the exception's class, so this one takes its place in the engine.
 */
@ApplicationScoped
class Failures implements DataFetcherExceptionHandler {
    private static final Logger LOG = Logger.getLogger(Failures.class);

    void install(@Observes GraphQL.Builder engine) {
        engine.defaultDataFetcherExceptionHandler(this)
                .subscriptionExecutionStrategy(new SubscriptionExecutionStrategy(this));
    }

    @Override
    public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
            DataFetcherExceptionHandlerParameters failed) {
        CrmException failure = known(failed.getException());
        GraphQLError error = GraphqlErrorBuilder.newError()
                .message("%s", failure.getMessage())
                .path(failed.getPath())
                .location(failed.getSourceLocation())
                .extensions(Map.of("code", failure.code().name()))
                .build();
        return CompletableFuture.completedFuture(
                DataFetcherExceptionHandlerResult.newResult(error).build());
    }

    private static CrmException known(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof CrmException crm) {
                return crm;
            }
        }
        LOG.error("A query failed in a way that nobody foresaw", thrown);
        return new CrmException(CrmErrorCode.INTERNAL, "internal error");
    }
}
