package camp.elbrusboot.gateway.api;

import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLContext;
import graphql.execution.instrumentation.ChainedInstrumentation;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecutionParameters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Tells callers how old an answer is: {@code extensions.freshness}, and the headers that say the same over HTTP. */
@ApplicationScoped
class FreshnessReport extends SimplePerformantInstrumentation {
    private static final int LAST = ObserverMethod.DEFAULT_PRIORITY + 1_000;

    private final Clock clock;

    FreshnessReport(Clock clock) {
        this.clock = clock;
    }

    /** After {@link Failures}: to build an engine, if only to look into it, settles who handles failures. */
    void install(@Observes @Priority(LAST) GraphQL.Builder engine, CallLimit limit) {
        // What SmallRye has put there already stays, its cache of documents above all.
        engine.instrumentation(new ChainedInstrumentation(engine.build().getInstrumentation(), limit, this));
    }

    /** Before everything else that answers there: what nothing below knows the age of is not to be kept. */
    void register(@Observes Router router) {
        router.route("/graphql").order(Integer.MIN_VALUE).handler(request -> {
            request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            request.next();
        });
    }

    @Override
    public CompletableFuture<ExecutionResult> instrumentExecutionResult(
            ExecutionResult result, InstrumentationExecutionParameters operation, InstrumentationState state) {
        return CompletableFuture.completedFuture(reported(result, operation.getGraphQLContext()));
    }

    /** The answer with its age, as far as what was read for it has one. */
    ExecutionResult reported(ExecutionResult answer, GraphQLContext context) {
        ExecutionResult result = CallLimit.whole(answer);
        AnswerAge age = context.get(AnswerAge.class);
        Optional<AnswerAge.Oldest> oldest = age == null ? Optional.empty() : age.oldest();
        if (oldest.isEmpty()) {
            return result;
        }
        Instant now = clock.instant();
        if (result.getErrors().isEmpty()) {
            tell(context.get("httpResponse"), oldest.get(), now);
        }
        return result.transform(with -> with.addExtension("freshness", extension(oldest.get(), now)));
    }

    private static Map<String, Object> extension(AnswerAge.Oldest oldest, Instant now) {
        Map<String, Object> freshness = new LinkedHashMap<>();
        freshness.put("ageMs", age(oldest, now).toMillis());
        freshness.put("stale", oldest.stale());
        freshness.put("source", oldest.source().name().toLowerCase(Locale.ROOT));
        return freshness;
    }

    /** By RFC 9111 an answer is fresh as long as its age, from {@code Age} on, is less than {@code max-age}. */
    private static void tell(@Nullable HttpServerResponse response, AnswerAge.Oldest oldest, Instant now) {
        // Over a WebSocket the answer to the request was the handshake.
        if (response == null || response.headWritten()) {
            return;
        }
        long age = age(oldest, now).plusMillis(999).toSeconds();
        long remaining = Math.max(0, Duration.between(now, oldest.freshUntil()).toSeconds());
        response.putHeader(HttpHeaders.AGE, Long.toString(age));
        // The same query is another one for another account or caller.
        response.putHeader(HttpHeaders.VARY, "Accept, Origin, Authorization, " + Requests.ACCOUNT);
        response.putHeader(HttpHeaders.CACHE_CONTROL, "private, max-age=" + (oldest.stale() ? 0 : age + remaining));
    }

    private static Duration age(AnswerAge.Oldest oldest, Instant now) {
        return oldest.readAt().isBefore(now) ? Duration.between(oldest.readAt(), now) : Duration.ZERO;
    }
}
