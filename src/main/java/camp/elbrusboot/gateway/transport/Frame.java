package camp.elbrusboot.gateway.transport;

import camp.elbrusboot.gateway.access.Caller;
import camp.elbrusboot.gateway.access.Gatekeeper;
import camp.elbrusboot.gateway.web.TraceIds;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is around an operation.
 *
 * @param headers of the request, or of the handshake and {@code connection_init}; names in lower case
 * @param response where headers of an answer go, as long as none was sent
 */
record Frame(
        Caller caller,
        Map<String, List<String>> headers,
        @Nullable HttpServerResponse response) {
    static Map<String, List<String>> headers(MultiMap headers) {
        Map<String, List<String>> all = new HashMap<>();
        headers.names().forEach(name -> all.put(name.toLowerCase(Locale.ROOT), headers.getAll(name)));
        return all;
    }

    /** The caller's; empty for none, and for several, of which nobody knows which one counts. */
    static Optional<String> token(Map<String, List<String>> headers) {
        List<String> values = headers.getOrDefault("authorization", List.of());
        return values.size() == 1 ? Gatekeeper.bearer(values.get(0)) : Optional.empty();
    }

    /** Of one operation. */
    String newTraceId() {
        List<String> parents = headers.getOrDefault("traceparent", List.of());
        return TraceIds.of(parents.isEmpty() ? null : parents.get(0));
    }

    /** As resolvers find it in GraphQL's context. */
    Map<String, Object> context(String traceId) {
        Map<String, Object> context = new HashMap<>();
        // SmallRye's own names.
        context.put("runBlocking", false);
        context.put("httpHeaders", headers);
        context.put(Caller.IN_CONTEXT, caller);
        context.put("traceId", traceId);
        if (response != null) {
            context.put("httpResponse", response);
        }
        return context;
    }
}
