package camp.elbrusboot.gateway.amocrm.v4;

import camp.elbrusboot.gateway.amocrm.http.Upstream;
import camp.elbrusboot.gateway.amocrm.wire.Wire;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.Detail;
import camp.elbrusboot.gateway.crm.Page;
import camp.elbrusboot.gateway.crm.Priority;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** One kind of entity over v4: pages of it, some by their ids, a single one. */
record V4Rows<B extends V4Wire.Body, T>(
        Upstream upstream, Priority priority, ManyCall<B> many, OneCall<B> one, BiFunction<B, Set<Detail>, T> read) {

    /** The address of the list. */
    @FunctionalInterface
    interface ManyCall<B extends V4Wire.Body> {
        Uni<V4Wire.Rows<B>> to(String baseUrl, String authorization, MultivaluedMap<String, String> parameters);
    }

    /** The address of a single one. */
    @FunctionalInterface
    interface OneCall<B extends V4Wire.Body> {
        Uni<B> to(String baseUrl, String authorization, long id, MultivaluedMap<String, String> parameters);
    }

    /** @param size how many rows make a full page */
    Uni<Page<T>> page(AccountRef account, MultivaluedMap<String, String> parameters, Set<Detail> details, int size) {
        return ask(account, parameters).map(answer -> {
            boolean hasNext = answer != null
                    && V4Wire.Links.leadOn(
                            answer.links(),
                            Wire.size(embedded(account, answer.embedded()).rows()),
                            size);
            return new Page<>(rows(account, answer, details), hasNext);
        });
    }

    /** Up to 250; others too where the account does not filter. */
    Uni<List<T>> byId(AccountRef account, Collection<Long> ids, Set<Detail> details) {
        return ask(account, V4Parameters.byId(ids, details)).map(answer -> rows(account, answer, details));
    }

    /** Null where amoCRM has none. */
    Uni<T> single(AccountRef account, long id, Set<Detail> details) {
        return upstream.askForOne(
                        account, priority, (base, bearer) -> one.to(base, bearer, id, V4Parameters.one(details)))
                .onItem()
                .ifNotNull()
                .transform(body -> read.apply(body, details));
    }

    private Uni<V4Wire.Rows<B>> ask(AccountRef account, MultivaluedMap<String, String> parameters) {
        return upstream.ask(account, priority, (base, bearer) -> many.to(base, bearer, parameters));
    }

    private List<T> rows(AccountRef account, V4Wire.@Nullable Rows<B> answer, Set<Detail> details) {
        return answer == null
                ? List.of()
                : Wire.list(embedded(account, answer.embedded()).rows()).stream()
                        .filter(body -> body.id() > 0)
                        .map(body -> read.apply(body, details))
                        .toList();
    }

    /** Nothing is said by 204: an answer without contents is something else than amoCRM's list. */
    static <E> E embedded(AccountRef account, @Nullable E embedded) {
        if (embedded == null) {
            throw new CrmException(
                    CrmErrorCode.UPSTREAM_CONTRACT, "amoCRM's answer for account " + account + " is not a list");
        }
        return embedded;
    }
}
