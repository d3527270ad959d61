package camp.elbrusboot.gateway.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Interner;
import graphql.ExecutionResult;
import graphql.GraphQLContext;
import graphql.execution.ExecutionContext;
import graphql.execution.MergedField;
import graphql.language.AstPrinter;
import graphql.language.FragmentDefinition;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Answers to events that many subscribers are about to get. A dashboard that is open a hundred times asks the same of each
 * event; what it selects is resolved once. Kept for so short a time that an answer is no older than one that has been on its
 * way for long.
 */
@ApplicationScoped
class SharedAnswers {
    private static final Duration LASTS = Duration.ofSeconds(1);

    /** Of some kilobytes each. */
    private static final int MOST = 4_000;

    private final Cache<Key, CompletableFuture<ExecutionResult>> answers =
            Caffeine.newBuilder().expireAfterWrite(LASTS).maximumSize(MOST).build();

    /** So that comparing two of the same is comparing references. */
    private final Interner<Operation> operations = Interner.newWeakInterner();

    private final Counter run;
    private final Counter shared;

    SharedAnswers(MeterRegistry meters) {
        run = meters.counter("gateway.feed.answers", "by", "run");
        shared = meters.counter("gateway.feed.answers", "by", "sharing");
    }

    /**
     * All that an answer to an event depends on. The arguments of the root field do not belong to it: they choose among
     * events, and who resumes brings a cursor of its own.
     *
     * @param headers which account is meant, how urgently
     * @param rights what of it may be seen
     */
    private record Operation(
            String selection, Map<String, Object> variables, List<String> headers, Asker.Rights rights) {}

    private record Key(Operation operation, long position) {
        /** There is one object of each operation. */
        @Override
        @SuppressWarnings("ReferenceEquality")
        public boolean equals(Object other) {
            return other instanceof Key key && operation == key.operation && position == key.position;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(operation) + Long.hashCode(position);
        }
    }

    Sharing of(ExecutionContext execution, MergedField field) {
        String selection = Stream.concat(
                        field.getFields().stream().flatMap(one -> Stream.ofNullable(one.getSelectionSet())),
                        execution.getDocument().getDefinitionsOfType(FragmentDefinition.class).stream())
                .map(AstPrinter::printAstCompact)
                .collect(Collectors.joining("\n", field.getResultKey(), ""));
        GraphQLContext context = execution.getGraphQLContext();
        return new Sharing(operations.intern(new Operation(
                selection,
                selection.contains("$") ? execution.getCoercedVariables().toMap() : Map.of(),
                Stream.of(Requests.ACCOUNT, Requests.PRIORITY)
                        .map(header -> Requests.header(context, header).orElse(""))
                        .toList(),
                Asker.Rights.of(context))));
    }

    /** For one subscription. */
    final class Sharing {
        private final Operation operation;

        private Sharing(Operation operation) {
            this.operation = operation;
        }

        /** To give up what is returned does not stop what others wait for. */
        CompletionStage<ExecutionResult> answer(long position, Supplier<CompletableFuture<ExecutionResult>> running) {
            CompletableFuture<ExecutionResult> mine = new CompletableFuture<>();
            CompletableFuture<ExecutionResult> first = answers.asMap().putIfAbsent(new Key(operation, position), mine);
            if (first != null) {
                shared.increment();
                return first.copy();
            }
            run.increment();
            // Whatever it throws reaches all who wait.
            var unused = CompletableFuture.completedFuture(null)
                    .thenCompose(now -> running.get())
                    .whenComplete((answer, failure) -> {
                        if (failure == null) {
                            mine.complete(answer);
                        } else {
                            mine.completeExceptionally(failure);
                        }
                    });
            return mine.copy();
        }
    }
}
