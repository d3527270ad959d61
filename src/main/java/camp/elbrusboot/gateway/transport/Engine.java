package camp.elbrusboot.gateway.transport;

import graphql.ExecutionResult;
import io.smallrye.graphql.execution.ExecutionResponse;
import io.smallrye.graphql.execution.ExecutionResponseWriter;
import io.smallrye.graphql.execution.ExecutionService;
import io.smallrye.graphql.execution.context.SmallRyeContextManager;
import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.reactivestreams.Publisher;

/** SmallRye's execution, for the operations of one socket. */
final class Engine {
    private final ExecutionService service;
    private final Map<String, Object> about;

    /**
     * For one socket.
     *
     * @param about what SmallRye has to know of the request that the socket began with
     */
    Engine(ExecutionService service, Map<String, Object> about) {
        this.service = service;
        this.about = Map.copyOf(about);
    }

    /** One of them happens, once, on any thread. */
    interface Outcome {
        /** A subscription. */
        void stream(Publisher<ExecutionResult> stream);

        /**
         * Of a query.
         *
         * @param answer JSON
         */
        void answer(String answer);

        /**
         * Before anything was executed.
         *
         * @param errors a JSON array
         */
        void refusal(String errors);

        void fault(Throwable fault);
    }

    void execute(JsonObject request, Outcome outcome) {
        // SmallRye goes on with whatever operation this thread has had before.
        SmallRyeContextManager.clearCurrentSmallRyeContext();
        try {
            // It writes into what it is given.
            service.executeAsync(request, new HashMap<>(about), new ExecutionResponseWriter() {
                @Override
                public void write(ExecutionResponse response) {
                    try {
                        tell(response);
                    } catch (RuntimeException fault) {
                        outcome.fault(fault);
                    }
                }

                @SuppressWarnings("unchecked")
                private void tell(ExecutionResponse response) {
                    ExecutionResult result = response.getExecutionResult();
                    if (result.getData() instanceof Publisher<?> stream) {
                        outcome.stream((Publisher<ExecutionResult>) stream);
                    } else if (!result.isDataPresent()) {
                        outcome.refusal(response.getExecutionResultAsJsonObject()
                                .getJsonArray("errors")
                                .toString());
                    } else {
                        outcome.answer(response.getExecutionResultAsString());
                    }
                }

                @Override
                public void fail(Throwable fault) {
                    outcome.fault(fault);
                }
            });
        } finally {
            SmallRyeContextManager.clearCurrentSmallRyeContext();
        }
    }
}
