package camp.elbrusboot.gateway.transport;

import camp.elbrusboot.gateway.crm.CrmException;
import graphql.ExecutionResult;
import graphql.introspection.Introspection;
import graphql.parser.InvalidSyntaxException;
import io.smallrye.graphql.execution.ExecutionResponse;
import io.smallrye.graphql.execution.ExecutionResponseWriter;
import io.smallrye.graphql.execution.ExecutionService;
import io.smallrye.graphql.execution.context.SmallRyeContextManager;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.Map;
import org.jboss.logging.Logger;
import org.reactivestreams.Publisher;

/** SmallRye's execution, for operations of all transports. */
@ApplicationScoped
class Engine {
    private static final Logger LOG = Logger.getLogger(Engine.class);

    private final Instance<ExecutionService> service;
    private final Documents documents;
    private final Shapes shapes;
    private final LimitsConfig config;

    Engine(Instance<ExecutionService> service, Documents documents, Shapes shapes, LimitsConfig config) {
        this.service = service;
        this.documents = documents;
        this.shapes = shapes;
        this.config = config;
    }

    /** One of them happens, once, on any thread. */
    interface Outcome {
        /** A subscription. */
        void stream(Publisher<ExecutionResult> stream);

        /** Of a query. */
        void answer(ExecutionResult answer);

        /** Before anything was executed: errors, no data. */
        void refusal(ExecutionResult errors);
    }

    /** What of the transport a kind of operation needs. */
    @FunctionalInterface
    interface Terms {
        /** Fails with why this kind of operation cannot be had in this way. */
        void accept(Shapes.Kind kind);
    }

    void execute(Request request, Frame frame, Terms terms, Outcome outcome) {
        String traceId = frame.newTraceId();
        try {
            String document = documents.of(request);
            Shapes.Shape shape = shapes.of(document);
            documents.learn(request);
            Shapes.Kind kind = shape.kind(request.operationName());
            if (kind != null) {
                terms.accept(kind);
            }
            run(request, document, frame, traceId, outcome);
        } catch (InvalidSyntaxException malformed) {
            outcome.refusal(Errors.refusal(Errors.coded(malformed.toInvalidSyntaxError(), traceId)));
        } catch (CrmException refusal) {
            LOG.debugf("Request %s: %s: %s", traceId, refusal.code(), refusal.getMessage());
            outcome.refusal(Errors.refusal(refusal, traceId));
        } catch (RuntimeException fault) {
            outcome.refusal(Errors.ended(fault, traceId));
        }
    }

    private void run(Request request, String document, Frame frame, String traceId, Outcome outcome) {
        Map<String, Object> context = frame.context(traceId);
        if (!config.introspection()) {
            context.put(Introspection.INTROSPECTION_DISABLED, true);
        }
        // SmallRye goes on with whatever operation this thread has had before.
        SmallRyeContextManager.clearCurrentSmallRyeContext();
        try {
            service.get().executeAsync(request.toJson(document), context, new ExecutionResponseWriter() {
                @Override
                public void write(ExecutionResponse response) {
                    tell(response.getExecutionResult(), traceId, outcome);
                }

                @Override
                public void fail(Throwable fault) {
                    outcome.refusal(Errors.ended(fault, traceId));
                }
            });
        } finally {
            SmallRyeContextManager.clearCurrentSmallRyeContext();
        }
    }

    @SuppressWarnings("unchecked")
    private static void tell(ExecutionResult result, String traceId, Outcome outcome) {
        if (result.getData() instanceof Publisher<?> stream) {
            outcome.stream((Publisher<ExecutionResult>) stream);
            return;
        }
        ExecutionResult coded = Errors.coded(result, traceId);
        if (coded.isDataPresent()) {
            outcome.answer(coded);
        } else {
            outcome.refusal(coded);
        }
    }
}
