package camp.elbrusboot.gateway.amocrm.v2;

import camp.elbrusboot.gateway.amocrm.batch.Parts;
import camp.elbrusboot.gateway.amocrm.http.Upstream;
import camp.elbrusboot.gateway.amocrm.wire.Glossary;
import camp.elbrusboot.gateway.amocrm.wire.Wire;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.Page;
import camp.elbrusboot.gateway.crm.Priority;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One kind of entity over v2: parts of a list of it, some by their ids.
 *
 * @param byId parameters for some ids
 */
record V2Rows<B extends V2Wire.Body, T>(
        Upstream upstream,
        Priority priority,
        Call<B> call,
        Function<Collection<Long>, MultivaluedMap<String, String>> byId,
        BiFunction<B, Glossary, T> read,
        Function<T, Long> id) {

    /** The address of the list. */
    @FunctionalInterface
    interface Call<B extends V2Wire.Body> {
        Uni<V2Wire.Rows<B>> to(
                String baseUrl,
                String authorization,
                @Nullable String modifiedSince,
                MultivaluedMap<String, String> parameters);
    }

    Uni<Map<Long, T>> byId(AccountRef account, Set<Long> ids, Uni<Glossary> glossary) {
        return ids.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : glossary.flatMap(known -> Parts.read(ids, part -> ask(account, byId.apply(part), null)
                        .map(answer -> verified(account, part, rows(account, answer, known)))));
    }

    /** @param size how many rows make a full page */
    Uni<Page<T>> page(
            AccountRef account,
            MultivaluedMap<String, String> parameters,
            @Nullable Instant modifiedSince,
            int size,
            Glossary glossary) {
        return ask(account, parameters, modifiedSince).map(answer -> {
            int sent = answer == null
                    ? 0
                    : Wire.size(embedded(account, answer.embedded()).items());
            return new Page<>(rows(account, answer, glossary), sent >= size);
        });
    }

    private Uni<V2Wire.Rows<B>> ask(
            AccountRef account, MultivaluedMap<String, String> parameters, @Nullable Instant modifiedSince) {
        String since = V2Parameters.since(modifiedSince);
        return upstream.ask(account, priority, (base, bearer) -> call.to(base, bearer, since, parameters));
    }

    private List<T> rows(AccountRef account, V2Wire.@Nullable Rows<B> answer, Glossary glossary) {
        return answer == null
                ? List.of()
                : Wire.list(embedded(account, answer.embedded()).items()).stream()
                        .filter(body -> body.id() > 0)
                        .map(body -> read.apply(body, glossary))
                        .toList();
    }

    /** Ids are the one condition that every v2 keeps to; where one does not, what is missing would look absent. */
    private Map<Long, T> verified(AccountRef account, List<Long> ids, List<T> rows) {
        Map<Long, T> found = rows.stream().collect(Collectors.toMap(id, Function.identity(), (first, second) -> first));
        if (found.keySet().retainAll(new HashSet<>(ids))) {
            throw notVersion2(account);
        }
        return found;
    }

    static <E> E embedded(AccountRef account, @Nullable E embedded) {
        if (embedded == null) {
            throw notVersion2(account);
        }
        return embedded;
    }

    static CrmException notVersion2(AccountRef account) {
        return new CrmException(
                CrmErrorCode.UPSTREAM_CONTRACT, "amoCRM's answer for account " + account + " is not one of API v2");
    }
}
