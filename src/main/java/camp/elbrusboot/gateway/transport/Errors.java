package camp.elbrusboot.gateway.transport;

import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import graphql.ErrorClassification;
import graphql.ExecutionResult;
import graphql.ExecutionResultImpl;
import graphql.GraphQLError;
import graphql.execution.AbortExecutionException;
import graphql.language.SourceLocation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Errors as callers get them: each with a code, and with a trace id by which it is found in the log. */
final class Errors {
    private static final Logger LOG = Logger.getLogger(Errors.class);

    private Errors() {}

    /** An answer that is nothing but this error. */
    static ExecutionResult refusal(CrmException why, String traceId) {
        Map<String, Object> extensions = extensions(why.code(), traceId);
        if (why.retryAfter() != null) {
            extensions.put("retryAfterMs", why.retryAfter().toMillis());
        }
        return refusal(new Coded(message(why), null, null, extensions));
    }

    static ExecutionResult refusal(GraphQLError error) {
        return ExecutionResultImpl.newExecutionResult().addError(error).build();
    }

    /** What comes of a failure of the engine: that it was ended on purpose, or that nobody foresaw it. */
    static ExecutionResult ended(Throwable failure, String traceId) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AbortExecutionException abort) {
                return coded(abort.toExecutionResult(), traceId);
            }
        }
        LOG.errorf(failure, "Request %s failed in a way that nobody foresaw", traceId);
        return refusal(internal(), traceId);
    }

    static CrmException internal() {
        return new CrmException(CrmErrorCode.INTERNAL, "internal error");
    }

    /** Clients of persisted queries know this one by its message. */
    private static String message(CrmException why) {
        return why.code() == CrmErrorCode.PERSISTED_QUERY_NOT_FOUND ? "PersistedQueryNotFound" : why.getMessage();
    }

    /** The engine's own errors have neither: they are of documents and variables that are no good. */
    static ExecutionResult coded(ExecutionResult result, String traceId) {
        if (result.getErrors().isEmpty()) {
            return result;
        }
        return result.transform(answer -> answer.errors(
                result.getErrors().stream().map(error -> coded(error, traceId)).toList()));
    }

    static GraphQLError coded(GraphQLError error, String traceId) {
        Map<String, Object> given = error.getExtensions();
        if (given != null && given.containsKey("code") && given.containsKey("traceId")) {
            return error;
        }
        Map<String, Object> extensions = extensions(CrmErrorCode.BAD_REQUEST, traceId);
        if (given != null && given.containsKey("code")) {
            extensions.putAll(given);
        }
        return new Coded(error.getMessage(), error.getLocations(), error.getPath(), extensions);
    }

    private static Map<String, Object> extensions(CrmErrorCode code, String traceId) {
        Map<String, Object> extensions = new LinkedHashMap<>();
        extensions.put("code", code.name());
        extensions.put("retryable", code.retryable());
        extensions.put("traceId", traceId);
        return extensions;
    }

    /** Without graphql-java's "classification", which says nothing to callers. */
    private record Coded(
            String message,
            @Nullable List<SourceLocation> locations,
            @Nullable List<Object> path,
            Map<String, Object> extensions)
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
            return path;
        }

        @Override
        public Map<String, Object> getExtensions() {
            return extensions;
        }

        @Override
        public ErrorClassification getErrorType() {
            return graphql.ErrorType.ValidationError;
        }

        @Override
        public Map<String, Object> toSpecification() {
            Map<String, Object> specification = new LinkedHashMap<>(GraphQLError.super.toSpecification());
            specification.put("extensions", extensions);
            return specification;
        }
    }
}
