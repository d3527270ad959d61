package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/** The legacy API (section 3). Two documents are served to the byte as they were recorded. */
final class LegacyRoutes {
    private static final long MOST_ROWS = 500;
    private static final long RECORDED_ACCOUNT = 21_234_439L;
    private static final String RECORDED_PIPELINE = "1309792";
    private static final String RECORDED_CONTACT = "46925315";

    private final AccountData data;
    private final boolean recorded;
    private final LegacyDocuments documents;
    private final LegacyAccount account;
    private final BehaviourSwitch behaviour;
    private final Clock clock;
    private final byte[] recordedPipeline = Json.fixture("v2-pipelines.json");
    private final byte[] recordedContact = Json.fixture("v2-contacts.json");

    LegacyRoutes(Account account, AccountData data, BehaviourSwitch behaviour, Clock clock) {
        this.data = data;
        this.documents = new LegacyDocuments(account, data);
        this.recorded = account.id() == RECORDED_ACCOUNT;
        this.account = new LegacyAccount(account, data, documents);
        this.behaviour = behaviour;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v2/pipelines", (call, path) -> pipelines(call)),
                Route.get("/api/v2/leads", (call, path) -> leads(call)),
                Route.get("/api/v2/contacts", (call, path) -> contacts(call)),
                Route.get("/api/v2/companies", (call, path) -> companies(call)),
                Route.get("/api/v2/account", (call, path) -> account(call)));
    }

    private Reply pipelines(Call call) {
        if (recorded
                && call.query().text("id").filter(RECORDED_PIPELINE::equals).isPresent()) {
            return replyRecorded(recordedPipeline);
        }
        Set<Long> ids = call.query().numbers("id");
        List<Pipeline> found = data.pipelines().stream()
                .filter(pipeline -> !call.query().has("id") || ids.contains(pipeline.id()))
                .toList();
        return found.isEmpty() ? Reply.noContent() : reply(call, documents.pipelines(found));
    }

    private Reply leads(Call call) {
        Query query = call.query();
        Set<Long> stages = query.numbers("status");
        Query.Range created = query.range("filter", "date_create");
        Query.Range modified = query.range("filter", "date_modify");
        boolean onlyOpen = query.text("filter", "active").filter("1"::equals).isPresent();
        Stream<Lead> wanted = data.leads(call.with("only_deleted")).stream()
                .filter(lead -> stages.isEmpty() || stages.contains(lead.statusId()))
                .filter(lead -> created.contains(lead.createdAt()) && modified.contains(lead.updatedAt()))
                .filter(lead -> !onlyOpen || lead.closedAt() == null);
        boolean searched = query.has("query") && !query.has("id");
        return items(call, wanted, data::lead, lead -> searched ? hit(documents.lead(lead)) : documents.lead(lead));
    }

    /** What is found by a text shows none of its contacts, what is asked for by its id does (section 3.4). */
    private static ObjectNode hit(ObjectNode lead) {
        lead.putObject("main_contact");
        lead.putObject("contacts");
        return lead;
    }

    private Reply contacts(Call call) {
        if (recorded && call.query().text("id").filter(RECORDED_CONTACT::equals).isPresent()) {
            return replyRecorded(recordedContact);
        }
        return items(call, data.contacts().stream(), data::contact, documents::contact);
    }

    private Reply companies(Call call) {
        return items(call, data.companies().stream(), data::company, documents::company);
    }

    private Reply account(Call call) {
        return reply(account.document(call, behaviour.current().legacyFieldsAsMap()));
    }

    /** Other parameters are ignored when there is an id, and the offset without limit_rows is (section 3.1). */
    private <T extends Entity> Reply items(
            Call call, Stream<T> all, LongFunction<Optional<T>> byId, Function<T, ObjectNode> document) {
        Query query = call.query();
        List<T> rows;
        if (query.has("id")) {
            rows = query.numbers("id").stream()
                    .sorted()
                    .flatMap(id -> byId.apply(id).stream())
                    .limit(MOST_ROWS)
                    .toList();
        } else {
            Set<Long> responsible = query.numbers("responsible_user_id");
            long since = modifiedSince(call);
            long limit = Math.min(query.number("limit_rows").filter(n -> n > 0).orElse(MOST_ROWS), MOST_ROWS);
            long offset = query.has("limit_rows") ? query.number("limit_offset").orElse(0L) : 0;
            rows = all.filter(EntityFilter.matchesText(query.text("query").orElse("")))
                    .filter(row -> responsible.isEmpty() || responsible.contains(row.responsibleUserId()))
                    .filter(row -> row.updatedAt() > since)
                    .skip(Math.max(0, offset))
                    .limit(limit)
                    .toList();
        }
        return rows.isEmpty() ? Reply.noContent() : reply(call, Json.array((Collection<T>) rows, document));
    }

    private static long modifiedSince(Call call) {
        return call.header("If-Modified-Since")
                .flatMap(LegacyRoutes::parse)
                .map(ZonedDateTime::toEpochSecond)
                .orElse(Long.MIN_VALUE);
    }

    /** {@code D, d M Y H:i:s} in UTC, with or without the zone. */
    private static Optional<ZonedDateTime> parse(String header) {
        String text = header.endsWith("GMT") ? header : header + " GMT";
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private Reply reply(Call call, JsonNode items) {
        String query = call.rawQuery() == null ? "" : "?" + call.rawQuery();
        ObjectNode document = Json.object();
        LegacyDocuments.self(document, call.path() + query);
        document.putObject("_embedded").set("items", items);
        return reply(document);
    }

    private Reply reply(ObjectNode document) {
        return replyRecorded(Json.bytes(document));
    }

    private Reply replyRecorded(byte[] document) {
        Behaviour current = behaviour.current();
        byte[] body = LegacyShape.isUsual(current)
                ? document
                : Json.bytes(LegacyShape.bend(Json.parseObject(document).orElseThrow(), current));
        return Reply.version2(body, clock.instant().getEpochSecond());
    }
}
