package camp.elbrusboot.gateway.journey;

import static camp.elbrusboot.gateway.journey.Graphql.ask;
import static camp.elbrusboot.gateway.journey.Graphql.data;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import camp.elbrusboot.gateway.amocrm.AmocrmReaders;
import camp.elbrusboot.gateway.crm.AccountRef;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the gateway asks amoCRM, and what it makes of the answers. */
@QuarkusTest
@Timeout(60)
class UpstreamTest {
    private final SandboxControl sandbox = new SandboxControl();

    @Inject
    AmocrmReaders readers;

    @AfterEach
    void leaveNoTrace() {
        sandbox.noFaults();
        settings("{\"apiFilter\":true,\"falseNext\":false}");
        SandboxControl.flushCache();
    }

    /** The gateway hears of them at once, and not within ten minutes. */
    private void settings(String json) {
        sandbox.settings(json);
        AccountRef account = new AccountRef(Long.parseLong(SandboxControl.ACCOUNT));
        assertThatNoException().isThrownBy(() -> VertxContextSupport.subscribeAndAwait(() -> readers.prepare(account)));
    }

    @Test
    void mergesOneLevelAcrossAliasesIntoOneCall() {
        data("{ pipelines { id } }");
        int before = sandbox.requests();

        JsonPath answer = data("{ a: lead(id: \"30000001\") { id contacts { name } } b: lead(id: \"30000002\") { id"
                + " mainContact { name } } c: leadsById(ids: [\"30000003\", \"30000004\"]) { id contacts { id } } }");

        assertThat(answer.getString("a.id")).isEqualTo("30000001");
        assertThat(answer.getString("b.id")).isEqualTo("30000002");
        assertThat(answer.getList("c.id", String.class)).containsExactly("30000003", "30000004");
        assertThat(sandbox.requestsSince(before)).containsExactly("GET /api/v4/leads 200", "GET /api/v4/contacts 200");
    }

    @Test
    void splitsAtTwoHundredAndFiftyIds() {
        data("{ pipelines { id } }");
        int before = sandbox.requests();
        String ids = LongStream.range(30_000_001, 30_000_601)
                .mapToObj(id -> "\"" + id + "\"")
                .collect(Collectors.joining(","));

        JsonPath answer = data("{ leadsById(ids: [" + ids + "]) { id } }");

        assertThat(answer.getList("leadsById")).hasSize(600);
        assertThat(answer.getString("leadsById[599].id")).isEqualTo("30000600");
        assertThat(sandbox.requestsSince(before)).hasSize(3);
    }

    @Test
    void refusesMoreIdsThanAllowed() {
        String ids = LongStream.range(1, 1_002).mapToObj(id -> "\"" + id + "\"").collect(Collectors.joining(","));

        JsonPath answer = ask("{ leadsById(ids: [" + ids + "]) { id } }");

        assertThat(answer.getString("errors[0].extensions.code")).isEqualTo("INVALID_ARGUMENT");
    }

    @Test
    void walksAListToItsEndWithoutGapOrRepetition() {
        sandbox.settings("{\"falseNext\":true}");
        Set<String> seen = new TreeSet<>();
        int rows = 0;
        String after = "null";
        boolean more = true;
        int first = 250;
        while (more) {
            JsonPath page = data("{ leads(first: " + first + ", after: " + after
                    + ", orderBy: ID_ASC, filter: {pipelineIds: [\"1984213\"]}) {"
                    + " nodes { id pipeline { id } } pageInfo { hasNextPage endCursor } } }");
            List<String> ids = page.getList("leads.nodes.id");
            assertThat(page.getList("leads.nodes.pipeline.id", String.class)).allMatch("1984213"::equals);
            rows += ids.size();
            seen.addAll(ids);
            more = page.getBoolean("leads.pageInfo.hasNextPage");
            after = "\"" + page.getString("leads.pageInfo.endCursor") + "\"";
            // A page that begins within one of amoCRM's.
            first = first == 250 ? 200 : 250;
        }
        assertThat(seen).hasSize(rows).hasSizeGreaterThan(1_000);
    }

    @Test
    void refusesACursorOfAnotherList() {
        String cursor = data("{ leads(first: 1) { pageInfo { endCursor } } }").getString("leads.pageInfo.endCursor");

        assertThat(ask("{ leads(after: \"" + cursor + "\", orderBy: ID_ASC) { nodes { id } } }")
                        .getString("errors[0].extensions.code"))
                .isEqualTo("INVALID_ARGUMENT");
        assertThat(data("{ leads(first: 1, after: \"" + cursor + "\") { nodes { id } } }")
                        .getList("leads.nodes"))
                .hasSize(1);
    }

    @Test
    void listsWhatWasUpdatedInASpanOfTime() {
        String query = "query($from: DateTime, $to: DateTime) { leads(first: 250, orderBy: UPDATED_AT_ASC,"
                + " filter: {updatedAt: {from: $from, to: $to}}) { nodes { updatedAt } } }";
        String first = Graphql.ask(query).getString("data.leads.nodes[0].updatedAt");
        String second = Graphql.ask(query).getList("data.leads.nodes.updatedAt", String.class).stream()
                .filter(at -> !at.equals(first))
                .findFirst()
                .orElseThrow();

        assertThat(Graphql.ask(query, Map.of("from", first, "to", second))
                        .getList("data.leads.nodes.updatedAt", String.class))
                .isNotEmpty()
                .containsOnly(first);
    }

    @Test
    void listsWhatIsInAPipelineAndAStage() {
        JsonPath answer = data("{ pipeline(id: \"1309792\") { leads(first: 3) { nodes { pipeline { id } } }"
                + " status(statusId: \"142\") { id leads(first: 3) { nodes { status { id } } } } } }");

        assertThat(answer.getList("pipeline.leads.nodes.pipeline.id", String.class))
                .containsExactly("1309792", "1309792", "1309792");
        assertThat(answer.getList("pipeline.status.leads.nodes.status.id", String.class))
                .containsExactly("1309792:142", "1309792:142", "1309792:142");
    }

    /** amoCRM's option off: it answers as if no filter had been given. */
    @Test
    void neverShowsARowThatWasNotAskedForWhenFiltersAreIgnored() {
        settings("{\"apiFilter\":false}");

        JsonPath byId = data("{ leadsById(ids: [\"30000005\", \"999\", \"26331366\"]) { id contacts { id } } }");
        assertThat(byId.getString("leadsById[0].id")).isEqualTo("30000005");
        assertThat(byId.getString("leadsById[1]")).isNull();
        assertThat(byId.getList("leadsById[2].contacts.id", String.class)).contains("46925315");

        assertThat(ask("{ leads(filter: {statuses: [{pipelineId: \"1309792\", statusId: \"143\"}]}) { nodes { id } } }")
                        .getString("errors[0].extensions.code"))
                .isEqualTo("UNSUPPORTED");
    }

    @Test
    void refreshesATokenThatAmoCrmNoLongerTakes() {
        data("{ pipelines { id } }");
        SandboxControl.flushCache();
        int before = sandbox.requests();
        sandbox.fault("{\"kind\":\"status\",\"status\":401,\"path\":\"/api/v4\",\"times\":1}");

        data("{ pipelines { id } }");

        assertThat(sandbox.requestsSince(before))
                .containsExactly(
                        "GET /api/v4/leads/pipelines 401",
                        "POST /oauth2/access_token 200",
                        "GET /api/v4/leads/pipelines 200");
    }
}
