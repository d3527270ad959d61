package camp.elbrusboot.gateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadingTest {
    private static Sandbox sandbox;
    private static Client client;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start(SandboxSettings.crmAlone());
        client = new Client(sandbox.url());
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @BeforeEach
    void unlimited() {
        client.post("/sandbox/reset", "");
        client.post("/sandbox/settings", "{\"rateLimit\":0}");
    }

    @Test
    void servesTheRecordedVersion2DocumentsToTheByte() {
        assertThat(client.get("/api/v2/pipelines?id=1309792").body()).isEqualTo(Json.fixture("v2-pipelines.json"));
        assertThat(client.get("/api/v2/contacts/?id=46925315").body()).isEqualTo(Json.fixture("v2-contacts.json"));
    }

    @Test
    void servesTheRecordedVersion4DocumentsUnchanged() {
        var pipelines = client.json("/api/v4/leads/pipelines").at("/_embedded/pipelines");
        assertThat(pipelines).hasSize(4);
        assertThat(List.of(pipelines.get(0), pipelines.get(1)))
                .isEqualTo(elements(sample("v4-pipelines.json").at("/_embedded/pipelines")));
        assertThat(client.json("/api/v4/leads?with=contacts%2Closs_reason&order%5Bid%5D=asc&limit=3&page=1"))
                .isEqualTo(sample("v4-leads.json"));
        var events = client.json("/api/v4/events");
        assertThat(events.at("/_embedded")).isEqualTo(sample("v4-events.json").at("/_embedded"));
        for (JsonNode contact : sample("v4-contacts.json").at("/_embedded/contacts")) {
            if (contact.path("id").longValue() != 46925315L) {
                assertThat(client.json("/api/v4/contacts/" + contact.path("id") + "?with=leads"))
                        .isEqualTo(contact);
            }
        }
    }

    @Test
    void describesTheTwoGenerationContactAlikeInBothVersions() {
        var version4 = client.json("/api/v4/contacts/46925315").path("custom_fields_values");
        var version2 = client.json("/api/v2/contacts?id=46925315").at("/_embedded/items/0/custom_fields");
        assertThat(version4).hasSize(9);
        for (int i = 0; i < 9; i++) {
            assertThat(version4.get(i).path("field_name"))
                    .isEqualTo(version2.get(i).path("name"));
            assertThat(version4.get(i).at("/values/0/value"))
                    .isEqualTo(version2.get(i).at("/values/0/value"));
            assertThat(version4.get(i).path("values"))
                    .hasSameSizeAs(version2.get(i).path("values"));
        }
    }

    @Test
    void pagesToTheEndAndAnswers204BehindIt() {
        var ids = new HashSet<Long>();
        int page = 1;
        JsonNode list;
        do {
            list = client.json("/api/v4/leads?limit=1000&page=" + page++);
            list.at("/_embedded/leads").forEach(lead -> ids.add(lead.path("id").longValue()));
        } while (list.at("/_links").has("next"));
        assertThat(ids).hasSize(GeneratedData.LEADS + 3);
        assertThat(page - 1).isEqualTo(41);
        var behind = client.get("/api/v4/leads?limit=250&page=42");
        assertThat(behind.statusCode()).isEqualTo(204);
        assertThat(behind.body()).isEmpty();
    }

    @Test
    void offersAFalseNextPageOnDemand() {
        client.post("/sandbox/settings", "{\"falseNext\":true}");
        var list = client.json("/api/v4/leads?query=26331374&limit=250");
        assertThat(list.at("/_embedded/leads")).hasSize(1);
        assertThat(list.at("/_links/next/href").asText()).endsWith("limit=250&page=2");
        assertThat(client.get("/api/v4/leads?query=26331374&limit=250&page=2").statusCode())
                .isEqualTo(204);
    }

    @Test
    void ignoresFiltersUntilTheAccountHasPaidForThem() {
        String filtered = "/api/v4/leads?filter[id][]=26331370&filter[id][]=30000001"
                .replace("[", "%5B")
                .replace("]", "%5D");
        client.post("/sandbox/settings", "{\"apiFilter\":false}");
        assertThat(client.json(filtered).at("/_embedded/leads")).hasSize(50);
        assertThat(client.json("/api/v4/account?with=is_api_filter_enabled")
                        .path("is_api_filter_enabled")
                        .asBoolean())
                .isFalse();

        client.post("/sandbox/settings", "{\"apiFilter\":true}");
        assertThat(ids(client.json(filtered))).containsExactly(26331370L, 30000001L);
        assertThat(client.json("/api/v4/account?with=is_api_filter_enabled")
                        .path("is_api_filter_enabled")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void filtersByStageAndTimeWhenFiltersAreOn() {
        client.post("/sandbox/settings", "{\"apiFilter\":true}");
        var inStage = client.json("/api/v4/leads?limit=250&filter%5Bstatuses%5D%5B0%5D%5Bpipeline_id%5D=1984213"
                + "&filter%5Bstatuses%5D%5B0%5D%5Bstatus_id%5D=142");
        assertThat(ids(inStage)).contains(26331370L);
        assertThat(inStage.at("/_embedded/leads"))
                .allMatch(lead -> lead.path("pipeline_id").asLong() == 1984213L
                        && lead.path("status_id").asLong() == 142L);
        assertThat(ids(client.json("/api/v4/leads?filter%5Bupdated_at%5D%5Bfrom%5D=1774522000")))
                .containsExactly(26331366L, 26331370L);
    }

    @Test
    void ordersByTheTimeOfTheLastChange() {
        assertThat(ids(client.json("/api/v4/leads?order%5Bupdated_at%5D=desc&limit=3")))
                .containsExactly(26331366L, 26331370L, 26331374L);
    }

    @Test
    void answersUnknownIdsWithoutABody() {
        for (String path :
                List.of("/api/v4/leads/1", "/api/v4/contacts/1", "/api/v2/leads?id=1", "/api/v4/leads/30010001")) {
            assertThat(client.get(path).statusCode()).as(path).isEqualTo(204);
        }
        assertThat(client.get("/api/v4/nothing").statusCode()).isEqualTo(404);
        assertThat(client.send("PUT", "/api/v4/leads", "", Tokens.LONG_LIVED).statusCode())
                .isEqualTo(405);
    }

    @Test
    void readsLeadsByIdsInVersion2() {
        assertThat(client.json("/api/v2/leads?id=26331366,26331370").at("/_embedded/items"))
                .hasSize(2);
        var byArray = client.json("/api/v2/leads?id%5B%5D=26331366&id%5B%5D=26331374&limit_rows=1");
        assertThat(byArray.at("/_embedded/items")).hasSize(2);
        assertThat(byArray.at("/_embedded/items/1/main_contact").toString()).isEqualTo("{}");
        assertThat(byArray.at("/_embedded/items/1/custom_fields").toString()).isEqualTo("[]");
        assertThat(client.json("/api/v2/pipelines")
                        .at("/_embedded/items/3100001/statuses/142/name")
                        .asText())
                .isEqualTo("Успешно реализовано");
    }

    @Test
    void tellsLinksOneByOneAndInMasses() {
        var links = client.json("/api/v4/leads/26331366/links").at("/_embedded/links");
        assertThat(links).hasSize(3);
        assertThat(links.get(0).at("/metadata/main_contact").asBoolean()).isTrue();
        var mass = client.json(
                "/api/v4/leads/links?filter%5Bentity_id%5D%5B%5D=26331366&filter%5Bentity_id%5D%5B%5D=26331370");
        assertThat(mass.path("_total_items").asInt()).isEqualTo(5);
        assertThat(mass.at("/_embedded/links/0/entity_id").asLong()).isEqualTo(26331366L);
        assertThat(client.get("/api/v4/leads/links").statusCode()).isEqualTo(400);
    }

    @Test
    void listsDeletedLeadsApartAndNearlyEmpty() {
        var deleted = client.json("/api/v4/leads?with=only_deleted&limit=250").at("/_embedded/leads");
        assertThat(deleted).hasSize(GeneratedData.DELETED_LEADS);
        assertThat(deleted.get(0).path("name").isNull()).isTrue();
        assertThat(deleted.get(0).path("is_deleted").asBoolean()).isTrue();
    }

    private static ObjectNode sample(String name) {
        return Json.parseObject(Json.fixture(name)).orElseThrow();
    }

    private static List<Long> ids(JsonNode list) {
        var ids = new ArrayList<Long>();
        list.at("/_embedded/leads").forEach(lead -> ids.add(lead.path("id").longValue()));
        return ids;
    }

    private static List<JsonNode> elements(JsonNode array) {
        var elements = new ArrayList<JsonNode>();
        array.forEach(elements::add);
        return elements;
    }
}
