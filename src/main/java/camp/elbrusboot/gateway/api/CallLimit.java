package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import graphql.ExecutionResult;
import graphql.GraphQLContext;
import graphql.execution.AbortExecutionException;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimpleInstrumentationContext;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import graphql.execution.instrumentation.parameters.InstrumentationFieldParameters;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Refuses operations that would take too many calls to amoCRM, before the first, and ends those whose answers grow too large. */
@ApplicationScoped
class CallLimit extends SimplePerformantInstrumentation {
    private final ApiConfig config;
    private final MeterRegistry meters;

    CallLimit(ApiConfig config, MeterRegistry meters) {
        this.config = config;
        this.meters = meters;
    }

    @Override
    public InstrumentationContext<ExecutionResult> beginExecuteOperation(
            InstrumentationExecuteOperationParameters operation, InstrumentationState state) {
        var execution = operation.getExecutionContext();
        long calls = CallEstimate.of(execution.getNormalizedQueryTree().get());
        if (calls > config.maxCalls()) {
            refused("calls");
            throw refusal(
                    execution.getGraphQLContext(),
                    "the operation would take about " + calls + " calls to amoCRM, more than allowed, "
                            + config.maxCalls());
        }
        return SimpleInstrumentationContext.noOp();
    }

    /** Of one answer. */
    static final class Values {
        private final AtomicInteger count = new AtomicInteger();
        private final AtomicReference<@Nullable AbortExecutionException> end = new AtomicReference<>();
    }

    @Override
    public InstrumentationContext<Object> beginFieldExecution(
            InstrumentationFieldParameters field, InstrumentationState state) {
        GraphQLContext context = field.getExecutionContext().getGraphQLContext();
        Values values = context.computeIfAbsent(Values.class, absent -> new Values());
        if (values.count.incrementAndGet() > config.maxValues()) {
            throw end(values, context);
        }
        return SimpleInstrumentationContext.noOp();
    }

    /** The same for each field that is left, and there may be many. */
    private AbortExecutionException end(Values values, GraphQLContext context) {
        AbortExecutionException end = values.end.get();
        if (end == null) {
            refused("values");
            end = refusal(context, "the answer would have more than " + config.maxValues() + " values");
            values.end.set(end);
        }
        return end;
    }

    /** The engine makes an error of each field at which it was told to end; that is one, and no data. */
    static ExecutionResult whole(ExecutionResult result) {
        return result.getErrors().stream()
                .filter(AbortExecutionException.class::isInstance)
                .findFirst()
                .map(end -> ((AbortExecutionException) end).toExecutionResult())
                .orElse(result);
    }

    private void refused(String limit) {
        meters.counter("gateway.limits.refused", "limit", limit).increment();
    }

    private static AbortExecutionException refusal(GraphQLContext context, String why) {
        return new AbortExecutionException(
                List.of(Failures.refusal(context, new CrmException(CrmErrorCode.QUERY_TOO_EXPENSIVE, why))));
    }
}
