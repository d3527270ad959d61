package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import graphql.ErrorClassification;
import graphql.ErrorType;
import graphql.GraphQL;
import graphql.GraphQLContext;
import graphql.GraphQLError;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import graphql.execution.ResultPath;
import graphql.language.SourceLocation;
import graphql.schema.DataFetchingEnvironment;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * What callers see of a failure: message and {@code extensions { code retryable retryAfterMs traceId }}. SmallRye's own handler derives the code from the
 * name of the exception's class, so this one takes its place in the engine.
 */
@ApplicationScoped
class Failures implements DataFetcherExceptionHandler {
    private static final Logger LOG = Logger.getLogger(Failures.class);

    void install(@Observes GraphQL.Builder engine, FreshnessReport freshness, SharedAnswers shared) {
        engine.defaultDataFetcherExceptionHandler(this)
                .subscriptionExecutionStrategy(new Subscriptions(this, freshness, shared));
    }

    @Override
    public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
            DataFetcherExceptionHandlerParameters failed) {
        GraphQLError error = error(failed.getDataFetchingEnvironment(), failed.getException());
        return CompletableFuture.completedFuture(
                DataFetcherExceptionHandlerResult.newResult(error).build());
    }

    /** What callers see of it; the operator finds it in the log by the same trace id. */
    GraphQLError error(DataFetchingEnvironment field, Throwable thrown) {
        CrmException failure = known(thrown);
        return error(
                field, failure, failure.code().category() == CrmErrorCode.Category.CALLER ? Level.DEBUG : Level.INFO);
    }

    /** What a caller without the right to a field sees there. The caller's own doing: no news for the operator. */
    GraphQLError refusal(DataFetchingEnvironment field, String why) {
        return error(field, new CrmException(CrmErrorCode.FORBIDDEN, why), Level.DEBUG);
    }

    private static GraphQLError error(DataFetchingEnvironment field, CrmException failure, Level level) {
        ResultPath path = field.getExecutionStepInfo().getPath();
        String traceId = Requests.traceId(field.getGraphQlContext());
        LOG.logf(level, "Query %s: %s at %s: %s", traceId, failure.code(), path, failure.getMessage());
        return new Failure(
                failure.getMessage(),
                List.of(field.getField().getSourceLocation()),
                path,
                failure.code(),
                failure.retryAfter(),
                traceId);
    }

    /** Of a whole operation. */
    static GraphQLError refusal(GraphQLContext operation, CrmException why) {
        return new Failure(why.getMessage(), null, null, why.code(), why.retryAfter(), Requests.traceId(operation));
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

    /** An error as callers get it; without graphql-java's "classification", which says nothing to them. */
    private record Failure(
            String message,
            @Nullable List<SourceLocation> locations,
            @Nullable ResultPath path,
            CrmErrorCode code,
            @Nullable Duration retryAfter,
            String traceId)
            implements GraphQLError {
        @Override
        public String getMessage() {
            return message;
        }

        @Override
        @SuppressWarnings("NullAway") // graphql-java has null for "nowhere".
        public List<SourceLocation> getLocations() {
            return locations;
        }

        @Override
        @SuppressWarnings("NullAway")
        public List<Object> getPath() {
            return path == null ? null : path.toList();
        }

        @Override
        public Map<String, Object> getExtensions() {
            Map<String, Object> extensions = new LinkedHashMap<>();
            extensions.put("code", code.name());
            extensions.put("retryable", code.retryable());
            if (retryAfter != null) {
                extensions.put("retryAfterMs", retryAfter.toMillis());
            }
            extensions.put("traceId", traceId);
            return extensions;
        }

        @Override
        public ErrorClassification getErrorType() {
            return ErrorType.DataFetchingException;
        }

        @Override
        public Map<String, Object> toSpecification() {
            Map<String, Object> specification = new LinkedHashMap<>(GraphQLError.super.toSpecification());
            specification.put("extensions", getExtensions());
            return specification;
        }
    }
}
