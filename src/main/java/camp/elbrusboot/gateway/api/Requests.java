package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.access.Caller;
import camp.elbrusboot.gateway.account.Accounts;
import camp.elbrusboot.gateway.account.ConnectedAccount;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.CrmReaders;
import camp.elbrusboot.gateway.crm.Priority;
import graphql.GraphQLContext;
import graphql.language.OperationDefinition;
import graphql.schema.DataFetchingEnvironment;
import io.smallrye.graphql.execution.context.SmallRyeContextManager;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the HTTP request around an operation says: which account it means, and how urgent it is. */
@ApplicationScoped
class Requests {
    /** Number or subdomain of the account; without it the preferred one is meant. */
    static final String ACCOUNT = "X-Amocrm-Account";

    /** RFC 9218. */
    static final String PRIORITY = "Priority";

    /** Urgencies from 5 on are of what nobody waits for. */
    private static final Pattern URGENCY = Pattern.compile("(?:^|[,\\s])u=([0-7])(?:$|[,;\\s])");

    private static final int NOBODY_WAITS = 5;

    private final Accounts accounts;
    private final CrmReaders readers;
    private final Failures failures;
    private final ApiConfig config;
    private final Clock clock;

    Requests(Accounts accounts, CrmReaders readers, Failures failures, ApiConfig config, Clock clock) {
        this.accounts = accounts;
        this.readers = readers;
        this.failures = failures;
        this.config = config;
        this.clock = clock;
    }

    /** Of the operation whose resolver is running: to be called by it before anything asynchronous. */
    Asked asked() {
        DataFetchingEnvironment field = field();
        GraphQLContext context = field.getGraphQlContext();
        AnswerAge age = context.computeIfAbsent(AnswerAge.class, absent -> new AnswerAge(clock));
        Caller caller = Asker.of(context);
        return new Asked(
                account(header(context, ACCOUNT), caller),
                caller,
                readers.at(
                        priority(
                                field.getOperationDefinition().getOperation(),
                                header(context, PRIORITY).orElse("")),
                        age),
                Selection.of(field));
    }

    /** What a subscription's resolver returns: whatever ends the stream reaches the caller with its code. */
    <T> Multi<T> endingWithItsReason(Multi<T> stream) {
        DataFetchingEnvironment field = field();
        return Subscriptions.endingWithItsReason(
                field.getGraphQlContext(), stream, failure -> failures.error(field, failure));
    }

    /** Of a list in the account that is asked; its text is all that describes it. */
    Cursors cursors(Asked asked, Record list) {
        return new Cursors(
                accounts.connected(asked.account()).key("cursors"), asked.account() + " " + list, config.maxOffset());
    }

    private static DataFetchingEnvironment field() {
        return SmallRyeContextManager.getCurrentSmallRyeContext().unwrap(DataFetchingEnvironment.class);
    }

    /** In the same words whether there is none or it is not the caller's: who is served here is nobody's business. */
    private AccountRef account(Optional<String> name, Caller caller) {
        return (name.isEmpty() ? Optional.of(accounts.connected(accounts.preferred())) : accounts.named(name.get()))
                .filter(account -> isOf(caller, account))
                .map(ConnectedAccount::ref)
                .orElseThrow(() -> new CrmException(
                        CrmErrorCode.UNKNOWN_ACCOUNT,
                        name.isEmpty()
                                ? "the account of a request without " + ACCOUNT + " is not this caller's"
                                : "the account named by " + ACCOUNT + " is not connected, or not this caller's"));
    }

    private static boolean isOf(Caller caller, ConnectedAccount account) {
        return caller.mayNameAccount(account.ref().toString(), account.host());
    }

    /** A caller can make itself less urgent, never more. */
    private static Priority priority(OperationDefinition.Operation operation, String header) {
        Matcher urgency = URGENCY.matcher(header);
        if (urgency.find() && Integer.parseInt(urgency.group(1)) >= NOBODY_WAITS) {
            return Priority.PREFETCH;
        }
        return operation == OperationDefinition.Operation.SUBSCRIPTION ? Priority.SUBSCRIPTION : Priority.INTERACTIVE;
    }

    /** By which the operator finds an operation in the log. */
    static String traceId(GraphQLContext context) {
        return context.getOrDefault("traceId", "");
    }

    static Optional<String> header(GraphQLContext context, String name) {
        Map<String, List<String>> headers = context.getOrDefault("httpHeaders", Map.of());
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .flatMap(header -> header.getValue().stream())
                .findFirst();
    }
}
