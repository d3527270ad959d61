package camp.elbrusboot.gateway.journey;

import static camp.elbrusboot.gateway.journey.Graphql.askAs;
import static camp.elbrusboot.gateway.journey.Graphql.data;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What those who are let in may see. */
@QuarkusTest
@Timeout(120)
class RightsTest {
    private static final long MINE = 1309792;
    private static final long IN_WORK = 22695448;
    private static final long INVOICED = 21234454;
    private static final long THEIRS = 1984213;
    private static final long NEGOTIATED = 29941108;

    private static final String LIMITED = Tokens.READ + "," + Tokens.PII + "&pipelines=" + MINE;

    private static final int AT_ONCE = 20;

    private final SandboxControl sandbox = new SandboxControl();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeEach
    void cold() {
        sandbox.subscribe("http://localhost:" + RestAssured.port + SandboxControl.webhookPath());
        SandboxControl.flushCache();
    }

    @AfterEach
    void asItWas() {
        sandbox.reset();
    }

    @Test
    void showsPersonalDataToThoseAloneWhoMaySeeThem() {
        String query = "{ contact(id: \"46925315\") { id updatedAt name firstName lastName email phone"
                + " emails { value } phones { value } customFields { name } } }";

        JsonPath answer = askAs(Tokens.of(Tokens.READ), query);

        assertThat(answer.getString("data.contact.id")).isEqualTo("46925315");
        assertThat(answer.getString("data.contact.updatedAt")).isNotNull();
        for (String field :
                Set.of("name", "firstName", "lastName", "email", "phone", "emails", "phones", "customFields")) {
            assertThat(answer.<Object>get("data.contact." + field)).as(field).isNull();
            assertThat(answer.getList("errors.path", List.class)).contains(List.of("contact", field));
        }
        assertThat(answer.getList("errors.extensions.code", String.class))
                .hasSize(8)
                .containsOnly("FORBIDDEN");
        assertThat(answer.prettyPrint()).doesNotContain("elbrusboot.camp", "Тестов");

        JsonPath whole = askAs(Tokens.all(), query);
        assertThat(whole.getString("data.contact.email")).isEqualTo("test@elbrusboot.camp");
        assertThat(whole.<Object>get("errors")).isNull();
    }

    @Test
    void doesNotFetchWhatItWouldNotShow() {
        int before = sandbox.requests();

        JsonPath answer =
                askAs(Tokens.of(Tokens.READ), "{ lead(id: \"26331366\") { contacts { __typename id name email } } }");

        List<String> contacts = answer.getList("data.lead.contacts.id", String.class);
        assertThat(contacts).contains("46925315");
        assertThat(answer.getList("errors.extensions.code", String.class))
                .hasSize(2 * contacts.size())
                .containsOnly("FORBIDDEN");
        assertThat(sandbox.queriesSince(before)).isNotEmpty().noneMatch(query -> query.contains("/contacts"));
    }

    @Test
    void doesNotLetPersonalDataBeGuessed() {
        String query = "{ contacts(filter: {query: \"+72323324234\"}) { nodes { id } } }";

        JsonPath answer = askAs(Tokens.of(Tokens.READ), query);

        assertThat(answer.getString("errors[0].extensions.code")).isEqualTo("FORBIDDEN");
        assertThat(answer.<Object>get("data")).isNull();
        for (String leads : List.of(
                "{ leads(filter: {query: \"+72323324234\"}) { nodes { id } } }",
                "{ pipeline(id: \"" + MINE + "\") { leads(filter: {query: \"+72323324234\"}) { nodes { id } } } }")) {
            assertThat(askAs(Tokens.of(Tokens.READ), leads).getString("errors[0].extensions.code"))
                    .isEqualTo("FORBIDDEN");
            assertThat(askAs(Tokens.all(), leads).<Object>get("errors")).isNull();
        }
        assertThat(askAs(Tokens.all(), query).getList("data.contacts.nodes.id")).contains("46925315");
    }

    @Test
    void servesTheCallersAccountsAlone() {
        String query = "{ account { id } pipelines { id } }";
        String host = SandboxControl.setting("gateway.account.host");

        for (String mine : List.of(SandboxControl.ACCOUNT, host, "1," + SandboxControl.ACCOUNT)) {
            assertThat(askAs(Tokens.with("roles=crm.read&accounts=" + mine), query)
                            .getString("data.account.id"))
                    .isEqualTo(SandboxControl.ACCOUNT);
        }
        for (String others : List.of("", "28805383", "another.amocrm.ru")) {
            JsonPath answer = askAs(Tokens.with("roles=crm.read&accounts=" + others), query);
            assertThat(answer.getString("errors[0].extensions.code")).isEqualTo("UNKNOWN_ACCOUNT");
            assertThat(answer.<Object>get("data")).isNull();
        }
    }

    @Test
    void doesNotTellAnotherCallersAccountFromNone() {
        String token = Tokens.with("roles=crm.read&accounts=28805383");

        String others = refusal(token, SandboxControl.ACCOUNT);
        String none = refusal(token, "28805383");

        assertThat(others).contains("UNKNOWN_ACCOUNT").isEqualTo(none);
    }

    @Test
    void showsTheCallersPipelinesAlone() {
        String query = "{ pipelines { id } theirs: pipeline(id: \"" + THEIRS + "\") { id }"
                + " mine: pipeline(id: \"" + MINE + "\") { statuses { id } }"
                + " status(pipelineId: \"" + THEIRS + "\", statusId: \"" + NEGOTIATED + "\") { id } }";
        assertThat(data(query).getString("theirs.id")).isEqualTo(Long.toString(THEIRS));

        JsonPath answer = askAs(limited(), query);

        assertThat(answer.getList("data.pipelines.id")).containsExactly(Long.toString(MINE));
        assertThat(answer.<Object>get("data.theirs")).isNull();
        assertThat(answer.<Object>get("data.status")).isNull();
        assertThat(answer.getList("data.mine.statuses")).isNotEmpty();
        assertThat(answer.<Object>get("errors")).isNull();
        assertThat(askAs(Tokens.with("roles=crm.read&pipelines="), query).getList("data.pipelines"))
                .isEmpty();
    }

    @Test
    void listsTheLeadsOfTheCallersPipelinesPageByPage() {
        String all = "{ leads(first: 100, filter: {pipelineIds: [\"" + MINE + "\"]}) { nodes { id } } }";
        List<String> expected = data(all).getList("leads.nodes.id", String.class);
        assertThat(expected).hasSize(100);

        List<String> found = new ArrayList<>();
        String after = null;
        while (found.size() < 100) {
            JsonPath page = askAs(
                    limited(),
                    "{ leads(first: 25" + (after == null ? "" : ", after: \"" + after + "\"")
                            + ") { nodes { id pipeline { id } } pageInfo { endCursor } } }");
            assertThat(page.getList("data.leads.nodes.pipeline.id", String.class))
                    .hasSize(25)
                    .containsOnly(Long.toString(MINE));
            found.addAll(page.getList("data.leads.nodes.id", String.class));
            after = page.getString("data.leads.pageInfo.endCursor");
        }

        assertThat(found).isEqualTo(expected);
    }

    @Test
    void takesAFilterForOthersPipelinesForOneThatNothingFits() {
        int before = sandbox.requests();

        JsonPath answer = askAs(
                limited(),
                "{ a: leads(filter: {pipelineIds: [\"" + THEIRS + "\"]}) { nodes { id } pageInfo { hasNextPage } }"
                        + " b: leads(filter: {statuses: [{pipelineId: \"" + THEIRS + "\", statusId: \"" + NEGOTIATED
                        + "\"}]}) { nodes { id } pageInfo { hasNextPage } } }");

        assertThat(answer.<Object>get("errors")).isNull();
        for (String list : List.of("a", "b")) {
            assertThat(answer.getList("data." + list + ".nodes")).isEmpty();
            assertThat(answer.getBoolean("data." + list + ".pageInfo.hasNextPage"))
                    .isFalse();
        }
        assertThat(sandbox.requests()).isEqualTo(before);
    }

    @Test
    void hidesALeadWhileItIsInAnotherPipeline() {
        long lead = 26331366;
        String query = "{ lead(id: \"" + lead + "\") { id } leadsById(ids: [\"" + lead
                + "\"]) { id } contact(id: \"46925315\") { leads { id } } }";
        assertThat(askAs(limited(), query).getList("data.contact.leads.id")).containsExactly(Long.toString(lead));

        moved(lead, THEIRS, NEGOTIATED);

        JsonPath answer = askAs(limited(), query);
        assertThat(answer.<Object>get("data.lead")).isNull();
        assertThat(answer.<Object>get("data.leadsById[0]")).isNull();
        assertThat(answer.getList("data.contact.leads")).isEmpty();
        assertThat(answer.<Object>get("errors")).isNull();
    }

    @Test
    void tellsOfTheCallersPipelinesAlone() {
        long lead = 30_000_720;
        String history = "stageChanges%s { nodes { pipeline { id } previousPipeline { id } previousStatus { id } }"
                + " pageInfo { hasNextPage endCursor } }";
        String filter = history.formatted("(filter: {leadIds: [\"" + lead + "\"]})");
        String foreign = history.formatted("(filter: {pipelineIds: [\"" + THEIRS + "\"]})");
        moved(lead, MINE, IN_WORK);
        try (GraphqlSocket socket = GraphqlSocket.as(limited())) {
            socket.subscribe("subscription { stageChanged(filter: {leadIds: [\"" + lead
                    + "\"]}) { pipeline { id } status { statusId } lead { id } previousPipeline { id } } }");

            moved(lead, THEIRS, NEGOTIATED);
            moved(lead, MINE, INVOICED);

            JsonNode change = socket.stageChange();
            assertThat(change.at("/status/statusId").asLong()).isEqualTo(INVOICED);
            assertThat(change.at("/lead/id").asLong()).isEqualTo(lead);
            assertThat(change.at("/previousPipeline").isNull()).isTrue();
            assertThat(socket.isQuiet()).isTrue();
        }

        JsonPath answer = askAs(
                limited(),
                "{ " + filter + " foreign: " + foreign + " lead(id: \"" + lead + "\") { " + history.formatted("")
                        + " } }");

        assertThat(answer.<Object>get("errors")).isNull();
        for (String part : List.of("data.stageChanges", "data.lead.stageChanges")) {
            assertThat(answer.getList(part + ".nodes.pipeline.id", String.class))
                    .as(part)
                    .hasSize(2)
                    .containsOnly(Long.toString(MINE));
            assertThat(answer.<Object>get(part + ".nodes[1].previousPipeline")).isNull();
            assertThat(answer.<Object>get(part + ".nodes[1].previousStatus")).isNull();
            assertThat(answer.getBoolean(part + ".pageInfo.hasNextPage")).isFalse();
        }
        assertThat(answer.getList("data.foreign.nodes")).isEmpty();
        assertThat(answer.getString("data.foreign.pageInfo.endCursor")).isNotNull();
    }

    /** The same operation on the same event is run once for all who may see the same, not for others. */
    @Test
    void doesNotShareAnswersAmongCallersWithDifferentRights() {
        long lead = 26331366;
        String subscription =
                "subscription { stageChanged(filter: {leadIds: [\"" + lead + "\"]}) { lead { contacts { email } } } }";
        try (GraphqlSocket all = GraphqlSocket.as(Tokens.all());
                GraphqlSocket limited = GraphqlSocket.as(Tokens.of(Tokens.READ))) {
            all.subscribe(subscription);
            limited.subscribe(subscription);

            sandbox.move(lead, MINE, IN_WORK);

            JsonNode mine = all.stageChange();
            JsonNode theirs = limited.expect("next");
            assertThat(mine.at("/lead/contacts/0/email").asText()).isEqualTo("test@elbrusboot.camp");
            assertThat(theirs.at("/data/stageChanged/lead/contacts/0/email").isNull())
                    .isTrue();
            assertThat(theirs.at("/errors/0/extensions/code").asText()).isEqualTo("FORBIDDEN");
        }
    }

    /** More of it: -Dinterleavings=100000. */
    @Test
    @Timeout(1200)
    void keepsCallersApartHoweverTheyInterleave() {
        String query = "{ lead(id: \"26331366\") { id } contact(id: \"46925315\") { id email } pipelines { id } }";
        Map<String, String> expected = new LinkedHashMap<>();
        for (String token : List.of(
                Tokens.all(),
                Tokens.of(Tokens.READ),
                limited(),
                Tokens.with("roles=" + Tokens.READ + "&pipelines=" + THEIRS),
                Tokens.with("roles=" + Tokens.READ + "&accounts=1"))) {
            expected.put(token, plain(sent(query, token).join()));
        }
        assertThat(Set.copyOf(expected.values())).hasSize(expected.size());

        List<String> callers = List.copyOf(expected.keySet());
        int times = Integer.getInteger("interleavings", 1_000);
        for (int done = 0; done < times; done += AT_ONCE) {
            List<CompletableFuture<Void>> asked = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                String caller = callers.get((done + i) % callers.size());
                asked.add(sent(query, caller)
                        .thenAccept(answer -> assertThat(plain(answer)).isEqualTo(expected.get(caller))));
            }
            asked.forEach(CompletableFuture::join);
        }
    }

    private CompletableFuture<String> sent(String query, String token) {
        return http.sendAsync(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/graphql"))
                                .header("Content-Type", "application/json")
                                .header("Authorization", "Bearer " + token)
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"query\":\"" + query.replace("\"", "\\\"") + "\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .thenApply(HttpResponse::body);
    }

    /** Without what differs from one answer to the next. */
    private static String plain(String answer) {
        return answer.replaceAll("\"traceId\":\"[^\"]*\"", "").replaceAll(",?\"extensions\":\\{\"freshness\".*", "");
    }

    /** Moves the lead and waits until the log has it. */
    private void moved(long lead, long pipeline, long stage) {
        int before = changes(lead);
        sandbox.move(lead, pipeline, stage);
        await().until(() -> changes(lead) > before);
    }

    private static int changes(long lead) {
        return data("{ stageChanges(first: 250, filter: {leadIds: [\"" + lead + "\"]}) { nodes { id } } }")
                .getList("stageChanges.nodes")
                .size();
    }

    private static String refusal(String token, String account) {
        return RestAssured.given()
                .contentType("application/json")
                .header("Authorization", "Bearer " + token)
                .header("X-Amocrm-Account", account)
                .body("{\"query\":\"{ account { id } }\"}")
                .post("/graphql")
                .asString()
                .replaceAll("\"traceId\":\"[^\"]*\"", "");
    }

    private static String limited() {
        return Tokens.with("roles=" + LIMITED);
    }
}
