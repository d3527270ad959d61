package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import graphql.ExecutionResult;
import graphql.execution.AbortExecutionException;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimpleInstrumentationContext;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Refuses operations that would take too many calls to amoCRM, before the first. */
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
            meters.counter("gateway.limits.refused", "limit", "calls").increment();
            throw new AbortExecutionException(List.of(Failures.refusal(
                    execution.getGraphQLContext(),
                    new CrmException(
                            CrmErrorCode.QUERY_TOO_EXPENSIVE,
                            "the operation would take about " + calls + " calls to amoCRM, more than allowed, "
                                    + config.maxCalls()))));
        }
        return SimpleInstrumentationContext.noOp();
    }
}
