package camp.elbrusboot.gateway.transport;

import graphql.ExecutionResult;
import io.smallrye.graphql.execution.ExecutionResponse;

/** What the server may say of one operation, as the transport has it. */
interface Replies {
    /**
     * An answer.
     *
     * @param answer JSON, as execution results are written
     */
    String next(String answer);

    /** Nothing was executed, and that is all. */
    String refusal(ExecutionResult errors);

    String complete();

    static String text(ExecutionResult result) {
        return new ExecutionResponse(result).getExecutionResultAsString();
    }
}
