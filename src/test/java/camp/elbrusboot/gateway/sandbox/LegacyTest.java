package camp.elbrusboot.gateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LegacyTest {
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
        settings("\"rateLimit\":0");
    }

    /** What is served verbatim could be composed as well; and the lead of the sample has the shape of any other. */
    @Test
    void composesTheDocumentsOfTheSamples() {
        var data = new AccountData(AccountContent.ofFirst());
        var documents = new LegacyDocuments(Account.first(), data);
        assertThat(documents.contact(data.contact(46_925_315L).orElseThrow()).toString())
                .isEqualTo(sample("v2-contacts.json", "/_embedded/items/0").toString());
        assertThat(documents
                        .pipelines(List.of(data.pipeline(1_309_792L).orElseThrow()))
                        .get("1309792")
                        .toString())
                .isEqualTo(
                        sample("v2-pipelines.json", "/_embedded/items/1309792").toString());
        assertThat(documents.lead(leadOfTheSample()).toString())
                .isEqualTo(sample("v2-leads.json", "/_embedded/items/0").toString());
    }

    private static Lead leadOfTheSample() {
        var format = new CustomField(
                660_101L,
                "Формат обучения",
                null,
                "select",
                List.of(new CustomField.Value(TextNode.valueOf("Очно, Москва"), 1_192_301L, null)));
        return new Lead(
                26_331_366L,
                "test",
                0,
                2_772_376L,
                0,
                22_695_448L,
                1_309_792L,
                null,
                2_772_376L,
                2_772_376L,
                1_574_453_110L,
                1_574_542_269L,
                null,
                null,
                false,
                null,
                List.of(format),
                List.of(),
                List.of(46_925_333L),
                List.of(new LeadContact(46_925_315L, true)));
    }

    @ParameterizedTest
    @CsvSource({"object, {}, {}", "array, [], []", "mixed, {}, []"})
    void hasBothShapesOfNothing(String setting, String tags, String fields) {
        settings("\"legacyEmpties\":\"" + setting + "\"");
        var lead = item("/api/v2/leads?id=26331374");
        assertThat(lead.path("main_contact").toString()).isEqualTo(setting.equals("array") ? "[]" : "{}");
        assertThat(lead.path("custom_fields").toString()).isEqualTo(fields);
        var contact = item("/api/v2/contacts?id=46925315");
        assertThat(contact.path("tags").toString()).isEqualTo(tags);
        assertThat(contact.path("custom_fields")).hasSize(9);
    }

    @Test
    void writesNumbersAsTextsOnDemand() {
        assertThat(item("/api/v2/leads?id=26331366").path("id").isNumber()).isTrue();
        settings("\"legacyNumbersAsStrings\":true");
        var lead = item("/api/v2/leads?id=26331366");
        assertThat(lead.path("id")).isEqualTo(TextNode.valueOf("26331366"));
        assertThat(lead.at("/main_contact/id").isTextual()).isTrue();
        assertThat(lead.at("/contacts/id/0").isTextual()).isTrue();
        assertThat(lead.path("is_deleted").isBoolean()).isTrue();
        assertThat(item("/api/v2/contacts?id=46925315")
                        .at("/custom_fields/0/values/0/enum")
                        .asText())
                .isEqualTo("748095");
    }

    @Test
    void isNotThereOnDemand() {
        settings("\"legacyApi\":false");
        for (String path : List.of("account", "pipelines", "leads?id=26331366", "contacts?id=46925315", "nothing")) {
            assertThat(client.get("/api/v2/" + path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(client.get("/api/v4/account").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id=26331366&id=26331370",
                "id=26331366,26331370",
                "id[]=26331366&id[]=26331370",
                "id[0]=26331366&id[1]=26331370",
                "id=26331366,26331370&limit_rows=1&limit_offset=1&query=nothing&status=1&responsible_user_id=1"
            })
    void ignoresEverythingBesideIds(String query) {
        assertThat(ids("leads?" + query)).containsExactly(26_331_366L, 26_331_370L);
    }

    @Test
    void takesAnOffsetOnlyWithALimit() {
        var all = ids("leads");
        assertThat(all).hasSize(500);
        assertThat(ids("leads?limit_rows=1000")).isEqualTo(all);
        assertThat(ids("leads?limit_offset=10")).isEqualTo(all);
        assertThat(ids("leads?limit_rows=2&limit_offset=10")).isEqualTo(all.subList(10, 12));
        assertThat(client.get("/api/v2/leads?limit_rows=2&limit_offset=1000000").statusCode())
                .isEqualTo(204);
    }

    @Test
    void findsByTextStageUserAndTime() {
        assertThat(ids("contacts?query=test@elbrusboot.camp")).containsExactly(46_925_315L);
        assertThat(ids("contacts?query=79995550102")).contains(46_925_420L);
        assertThat(items("leads?status[]=142&status[]=143&limit_rows=50"))
                .hasSize(50)
                .allMatch(lead ->
                        List.of(142L, 143L).contains(lead.path("status_id").asLong()));
        assertThat(items("leads?responsible_user_id=2772377&limit_rows=50"))
                .hasSize(50)
                .allMatch(lead -> lead.path("responsible_user_id").asLong() == 2_772_377L);
        assertThat(ids("leads?filter[date_modify][from]=1774522000")).containsExactly(26_331_366L, 26_331_370L);
        assertThat(ids("leads?filter[date_create][from]=1574453110&filter[date_create][to]=1574453110"))
                .containsExactly(26_331_366L);
        assertThat(client.get("/api/v2/leads?query=nothing-of-the-kind").statusCode())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void definesFieldsWithTheirChoices(boolean asMap) {
        settings("\"legacyFieldsAsMap\":" + asMap);
        var embedded = client.json("/api/v2/account?with=custom_fields,users,pipelines,groups,note_types,task_types")
                .path("_embedded");
        var contacts = embedded.at("/custom_fields/contacts");
        assertThat(contacts.isObject()).isEqualTo(asMap);
        var phone = asMap ? contacts.path("384533") : contacts.get(1);
        assertThat(phone.path("code").asText()).isEqualTo("PHONE");
        assertThat(phone.path("field_type").asInt()).isEqualTo(8);
        assertThat(phone.at("/enums/748085").asText()).isEqualTo("MOB");
        var leads = embedded.at("/custom_fields/leads");
        var format = asMap ? leads.path("660101") : leads.get(0);
        assertThat(format.at("/enums/1192301").asText()).isEqualTo("Очно, Москва");
        assertThat(format.path("is_system").asBoolean()).isFalse();
        assertThat(embedded.at("/users/2772377/is_admin").asBoolean(true)).isFalse();
        assertThat(embedded.at("/pipelines/1309792/statuses")).isNotEmpty();
        for (String map : List.of("groups", "note_types", "task_types")) {
            assertThat(embedded.path(map).isObject()).as(map).isTrue();
        }
        assertThat(client.json("/api/v2/account").path("_embedded")).isEmpty();
    }

    @Test
    void definesEveryFieldAndChoiceThatIsFilledIn() {
        for (String entity : List.of("leads", "contacts")) {
            var known = new ArrayList<Long>();
            for (var field : client.json("/api/v4/" + entity + "/custom_fields?limit=250")
                    .at("/_embedded/custom_fields")) {
                known.add(field.path("id").asLong());
                field.path("enums")
                        .forEach(choice -> known.add(choice.path("id").asLong()));
            }
            for (int page = 1; page <= 8; page++) {
                for (var row : client.json("/api/v4/" + entity + "?limit=250&page=" + page)
                        .at("/_embedded/" + entity)) {
                    for (var field : row.path("custom_fields_values")) {
                        assertThat(known).contains(field.path("field_id").asLong());
                        for (var value : field.path("values")) {
                            if (value.has("enum_id")) {
                                assertThat(known).contains(value.path("enum_id").asLong());
                            }
                        }
                    }
                }
            }
        }
    }

    @Test
    void pagesThroughDefinitionsInVersion4() {
        var first = client.json("/api/v4/contacts/custom_fields?limit=4");
        assertThat(first.path("_total_items").asInt()).isEqualTo(11);
        assertThat(first.path("_page_count").asInt()).isEqualTo(3);
        assertThat(first.at("/_links/next/href").asText()).endsWith("limit=4&page=2");
        assertThat(first.at("/_links/last/href").asText()).endsWith("limit=4&page=3");
        var last = client.json("/api/v4/contacts/custom_fields?limit=4&page=3");
        assertThat(last.at("/_embedded/custom_fields")).hasSize(3);
        assertThat(last.at("/_links").has("next")).isFalse();
        assertThat(client.get("/api/v4/contacts/custom_fields?limit=4&page=4").statusCode())
                .isEqualTo(204);
        var select = client.json("/api/v4/leads/custom_fields?filter%5Btype%5D%5B0%5D=select")
                .at("/_embedded/custom_fields");
        assertThat(select).hasSize(1);
        assertThat(select.at("/0/enums/0").toString())
                .isEqualTo("{\"id\":1192301,\"value\":\"Очно, Москва\",\"sort\":500,\"code\":null}");
        assertThat(client.json("/api/v4/contacts/custom_fields/384533")
                        .at("/enums/2/code")
                        .asText())
                .isEqualTo("MOB");
        assertThat(client.json("/api/v4/leads/custom_fields/660103")
                        .path("enums")
                        .isNull())
                .isTrue();
    }

    private static void settings(String settings) {
        assertThat(client.post("/sandbox/settings", "{" + settings + "}").statusCode())
                .isEqualTo(204);
    }

    private static JsonNode sample(String name, String path) {
        return Json.parseObject(Json.fixture(name))
                .map(sample -> sample.at(path))
                .orElseThrow();
    }

    private static JsonNode item(String path) {
        return client.json(path).at("/_embedded/items/0");
    }

    private static JsonNode items(String path) {
        return client.json("/api/v2/" + path.replace("[", "%5B").replace("]", "%5D"))
                .at("/_embedded/items");
    }

    private static List<Long> ids(String path) {
        var ids = new ArrayList<Long>();
        items(path).forEach(item -> ids.add(item.path("id").asLong()));
        return ids;
    }
}
