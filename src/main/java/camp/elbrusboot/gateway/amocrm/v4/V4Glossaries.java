package camp.elbrusboot.gateway.amocrm.v4;

import camp.elbrusboot.gateway.amocrm.http.Remembered;
import camp.elbrusboot.gateway.amocrm.http.Upstream;
import camp.elbrusboot.gateway.amocrm.wire.FieldMeaning;
import camp.elbrusboot.gateway.amocrm.wire.Glossaries;
import camp.elbrusboot.gateway.amocrm.wire.Glossary;
import camp.elbrusboot.gateway.amocrm.wire.Wire;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Priority;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** From the definitions of custom fields (section 2.6) and the loss reasons (section 2.3) of v4. */
final class V4Glossaries implements Glossaries {
    /** 2 500 fields; nobody has that many. */
    private static final int MOST_PAGES = 10;

    private final V4Api api;
    private final Upstream upstream;
    private final V4Settings settings;
    private final Remembered<Glossary> leads;
    private final Remembered<Glossary> contacts;

    V4Glossaries(V4Api api, Upstream upstream, V4Settings settings, Clock clock, Vertx vertx) {
        this.api = api;
        this.upstream = upstream;
        this.settings = settings;
        this.leads = new Remembered<>(
                clock,
                vertx,
                (account, priority) -> glossary(account, priority, "leads", lossReasons(account, priority)));
        this.contacts = new Remembered<>(
                clock,
                vertx,
                (account, priority) ->
                        glossary(account, priority, "contacts", Uni.createFrom().item(Map.of())));
    }

    @Override
    public Uni<Glossary> ofLeads(AccountRef account, Priority priority) {
        return leads.of(account, priority);
    }

    @Override
    public Uni<Glossary> ofContacts(AccountRef account, Priority priority) {
        return contacts.of(account, priority);
    }

    private Uni<Glossary> glossary(
            AccountRef account, Priority priority, String entities, Uni<Map<Long, String>> lossReasons) {
        return definitions(account, priority, entities, 1)
                .flatMap(fields -> lossReasons.flatMap(reasons -> settings.of(account, priority)
                        .map(known -> new Glossary(
                                Glossary.byId(fields.stream()
                                        .map(V4Glossaries::meaning)
                                        .toList()),
                                reasons,
                                known.zone()))));
    }

    private Uni<List<V4Wire.Definition>> definitions(AccountRef account, Priority priority, String entities, int page) {
        return upstream.ask(
                        account,
                        priority,
                        (base, bearer) -> api.definitions(base, bearer, entities, V4Parameters.page(page)))
                .flatMap(answer -> {
                    List<V4Wire.Definition> rows = answer == null || answer.embedded() == null
                            ? List.of()
                            : Wire.list(answer.embedded().fields());
                    boolean more = answer != null
                            // How many make a full page of these is amoCRM's secret.
                            && V4Wire.Links.leadOn(answer.links(), rows.size(), 1)
                            && page < MOST_PAGES;
                    return more
                            ? definitions(account, priority, entities, page + 1)
                                    .map(others -> Stream.concat(rows.stream(), others.stream())
                                            .toList())
                            : Uni.createFrom().item(rows);
                });
    }

    private Uni<Map<Long, String>> lossReasons(AccountRef account, Priority priority) {
        return upstream.ask(account, priority, (base, bearer) -> api.lossReasons(base, bearer, V4Parameters.page(1)))
                .map(answer -> {
                    Map<Long, String> names = new HashMap<>();
                    if (answer != null && answer.embedded() != null) {
                        Wire.list(answer.embedded().reasons()).forEach(r -> names.put(r.id(), Wire.text(r.name())));
                    }
                    return names;
                });
    }

    private static FieldMeaning meaning(V4Wire.Definition definition) {
        Map<Long, String> codes = new HashMap<>();
        for (V4Wire.EnumBody choice : Wire.list(definition.enums())) {
            if (choice.code() != null) {
                codes.put(choice.id(), choice.code());
            }
        }
        return new FieldMeaning(definition.id(), definition.code(), definition.type(), codes);
    }
}
