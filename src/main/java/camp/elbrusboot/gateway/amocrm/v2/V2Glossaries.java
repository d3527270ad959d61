package camp.elbrusboot.gateway.amocrm.v2;

import camp.elbrusboot.gateway.amocrm.http.Remembered;
import camp.elbrusboot.gateway.amocrm.http.Strategies;
import camp.elbrusboot.gateway.amocrm.http.Upstream;
import camp.elbrusboot.gateway.amocrm.wire.FieldMeaning;
import camp.elbrusboot.gateway.amocrm.wire.Glossaries;
import camp.elbrusboot.gateway.amocrm.wire.Glossary;
import camp.elbrusboot.gateway.amocrm.wire.Wire;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Priority;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From the account as v2 tells it (section 3.5), for accounts that v2 alone serves. */
final class V2Glossaries implements Glossaries {
    private static final int MULTITEXT = 8;

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    /** The words of v4 for the numbers of v2; other numbers have no word here, and their fields no type. */
    private static final Map<Integer, String> TYPES = Map.ofEntries(
            Map.entry(1, "text"),
            Map.entry(2, "numeric"),
            Map.entry(3, "checkbox"),
            Map.entry(4, "select"),
            Map.entry(5, "multiselect"),
            Map.entry(6, "date"),
            Map.entry(7, "url"),
            Map.entry(MULTITEXT, "multitext"),
            Map.entry(9, "textarea"),
            Map.entry(10, "radiobutton"),
            Map.entry(11, "streetaddress"),
            Map.entry(13, "smart_address"),
            Map.entry(14, "birthday"),
            Map.entry(15, "legal_entity"),
            Map.entry(16, "items"));

    private final Remembered<Both> known;

    V2Glossaries(V2Api api, Upstream upstream, Strategies strategies, Clock clock, Vertx vertx) {
        this.known = new Remembered<>(clock, vertx, (account, priority) -> upstream.ask(
                        account, priority, (base, bearer) -> api.account(base, bearer, V2Parameters.account()))
                .invoke(answer -> strategies.use(account, Strategies.Strategy.V2))
                .map(V2Glossaries::both));
    }

    private record Both(Glossary leads, Glossary contacts) {}

    @Override
    public Uni<Glossary> ofLeads(AccountRef account, Priority priority) {
        return known.of(account, priority).map(Both::leads);
    }

    @Override
    public Uni<Glossary> ofContacts(AccountRef account, Priority priority) {
        return known.of(account, priority).map(Both::contacts);
    }

    Uni<Void> readAnew(AccountRef account) {
        return known.readAnew(account, Priority.INTERACTIVE).replaceWithVoid();
    }

    private static Both both(V2Wire.@Nullable Account account) {
        if (account == null) {
            return new Both(Glossary.EMPTY, Glossary.EMPTY);
        }
        V2Wire.Definitions fields =
                account.embedded() == null ? null : account.embedded().fields();
        ZoneId zone = zone(account.timezone());
        return new Both(
                glossary(fields == null ? null : fields.leads(), zone),
                glossary(fields == null ? null : fields.contacts(), zone));
    }

    private static Glossary glossary(@Nullable List<V2Wire.Definition> fields, @Nullable ZoneId zone) {
        List<FieldMeaning> meanings =
                Wire.list(fields).stream().map(V2Glossaries::meaning).toList();
        return new Glossary(Glossary.byId(meanings), Map.of(), zone);
    }

    private static FieldMeaning meaning(V2Wire.Definition definition) {
        Map<Long, String> codes = definition.type() == MULTITEXT ? codes(definition.enums()) : Map.of();
        return new FieldMeaning(definition.id(), definition.code(), TYPES.get(definition.type()), codes);
    }

    /** {@code {"748081":"WORK"}}, or the other way round. What is neither has no code here. */
    static Map<Long, String> codes(@Nullable JsonNode enums) {
        Map<Long, String> codes = new HashMap<>();
        if (enums != null) {
            for (Map.Entry<String, JsonNode> choice : enums.properties()) {
                String key = choice.getKey();
                String value = choice.getValue().asText();
                if (NUMBER.matcher(key).matches()) {
                    codes.put(Long.valueOf(key), value);
                } else if (NUMBER.matcher(value).matches()) {
                    codes.put(Long.valueOf(value), key);
                }
            }
        }
        return codes;
    }

    private static @Nullable ZoneId zone(@Nullable String name) {
        try {
            return name == null ? null : ZoneId.of(name);
        } catch (DateTimeException unknown) {
            return null;
        }
    }
}
