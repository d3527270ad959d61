package camp.elbrusboot.gateway.journey;

import static camp.elbrusboot.gateway.journey.Graphql.ask;
import static camp.elbrusboot.gateway.journey.Graphql.data;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What users do, through the front door: run on the application in tests and on the packaged artefact. */
@Timeout(60)
public abstract class Journeys {
    protected static final long PIPELINE = 1309792;
    protected static final long IN_WORK = 22695448;
    protected static final long INVOICED = 21234454;

    protected final SandboxControl sandbox = new SandboxControl();

    /** Where health and metrics are; ends with a slash. */
    protected abstract String management();

    @BeforeEach
    void subscribeTheWebhook() {
        sandbox.subscribe("http://localhost:" + RestAssured.port + SandboxControl.webhookPath());
    }

    @AfterEach
    void leaveNoFault() {
        sandbox.noFaults();
        sandbox.settings("{\"apiFilter\":true}");
    }

    @Test
    void showsTheStagesOfThePipelineInOrder() {
        JsonPath answer = data("{ pipelines { id name statuses { id name color sort } } }");

        List<Integer> sorts = answer.getList("pipelines.find { it.id == '1309792' }.statuses.sort");
        assertThat(sorts).hasSize(15).isSorted();
        assertThat(answer.getList("pipelines.find { it.id == '1309792' }.statuses.name", String.class))
                .startsWith("Неразобранное", "получен лид", "лид в работе")
                .endsWith("ОПЛАЧНО", "Отказ");
        assertThat(answer.getString("pipelines.find { it.id == '1309792' }.statuses[0].color"))
                .isEqualTo("#c1c1c1");
    }

    @Test
    void showsTheContactWithItsFields() {
        JsonPath answer = data(
                "{ contact(id: \"46925315\") { name email phone customFields { name code values { text } } leads { id } } }");

        assertThat(answer.getString("contact.name")).isEqualTo("Тест Тестов Тестович");
        assertThat(answer.getString("contact.email")).isEqualTo("test@elbrusboot.camp");
        assertThat(answer.getString("contact.phone")).isEqualTo("+72323324234");
        assertThat(answer.getList("contact.customFields.name", String.class))
                .containsExactly(
                        "Email",
                        "Телефон",
                        "Опыт программирования",
                        "Должность",
                        "Мгн. сообщения",
                        "Facebook",
                        "Имя в Facebook",
                        "Instagram",
                        "ВКонтакте");
        assertThat(answer.getList("contact.customFields.values.text.flatten()", String.class))
                .contains("Pascal в школе", "капитан первого ранга", "testskype", "http://@test");
        assertThat(answer.getList("contact.leads.id", String.class)).containsExactly("26331366");
    }

    @Test
    void readsFiftyLeadsColdInThreeCallsAndWarmInNone() {
        String query =
                "{ leads(first: 50) { nodes { id status { name } pipeline { name } contacts { name email phone } } } }";
        data("{ pipelines { id } }");
        SandboxControl.flushCache();
        int before = sandbox.requests();

        JsonPath cold = data(query);
        assertThat(cold.getList("leads.nodes")).hasSize(50);
        assertThat(cold.getList("leads.nodes.contacts.flatten()")).isNotEmpty();
        assertThat(cold.getList("leads.nodes.status.name", String.class)).doesNotContainNull();
        assertThat(sandbox.requestsSince(before)).hasSizeLessThanOrEqualTo(3);

        int warmed = sandbox.requests();
        assertThat(data(query).getString("leads")).isEqualTo(cold.getString("leads"));
        assertThat(sandbox.requestsSince(warmed)).isEmpty();
    }

    @Test
    void pushesAStageChangeWithEverythingItLeadsTo() {
        sandbox.move(26331366, PIPELINE, IN_WORK);
        try (GraphqlSocket socket = new GraphqlSocket()) {
            socket.subscribe("subscription { stageChanged(filter: {leadIds: [\"26331366\"]}) { id cursor leadId"
                    + " status { id name } previousStatus { name } previousPipeline { id } origin"
                    + " lead { status { name } contacts { name email phone } } } }");
            sandbox.move(26331366, PIPELINE, INVOICED);

            JsonNode change = socket.stageChange();
            while (!change.path("status").path("id").asText().equals(PIPELINE + ":" + INVOICED)) {
                // The move that set the scene may have been announced after the subscription began.
                change = socket.stageChange();
            }
            assertThat(change.path("status").path("name").asText()).isEqualTo("выставлен счет");
            assertThat(change.path("previousStatus").path("name").asText()).isEqualTo("лид в работе");
            assertThat(change.path("previousPipeline").path("id").asText()).isEqualTo("1309792");
            assertThat(change.path("origin").asText()).isEqualTo("WEBHOOK");
            assertThat(change.path("cursor").asText()).isNotEmpty();
            // Whoever refetches on an event never reads the state before it.
            assertThat(change.at("/lead/status/name").asText()).isEqualTo("выставлен счет");
            assertThat(change.at("/lead/contacts/0/email").asText()).isEqualTo("test@elbrusboot.camp");
            assertThat(change.at("/lead/contacts/0/phone").asText()).isEqualTo("+72323324234");
        }
    }

    @Test
    void saysWhichArgumentIsWrong() {
        assertRefused("{ lead(id: \"abc\") { id } }", "\"id\"");
        assertRefused("{ pipeline(id: \"1x\") { id } }", "\"id\"");
        assertRefused("{ status(pipelineId: \"1309792\", statusId: \"-1\") { id } }", "\"statusId\"");
        assertRefused("{ leadsById(ids: [\"1\", \"\"]) { id } }", "\"ids\"");
        assertRefused("{ leads(first: -1) { nodes { id } } }", "\"first\"");
        assertRefused("{ leads(first: 0) { nodes { id } } }", "\"first\"");
        assertRefused("{ leads(first: 251) { nodes { id } } }", "\"first\"");
        assertRefused("{ leads(after: \"zz\") { nodes { id } } }", "\"after\"");
        assertRefused(
                "{ leads(filter: {updatedAt: {from: \"yesterday\"}}) { nodes { id } } }", "\"filter.updatedAt.from\"");
        assertRefused("{ leads(filter: {pipelineIds: [\"a\"]}) { nodes { id } } }", "\"filter.pipelineIds\"");
    }

    private static void assertRefused(String query, String argument) {
        JsonPath answer = ask(query);
        assertThat(answer.getString("errors[0].extensions.code")).as(query).isEqualTo("INVALID_ARGUMENT");
        assertThat(answer.getString("errors[0].message")).as(query).contains(argument);
    }

    @Test
    void answersNullForWhatAmoCrmDoesNotHave() {
        JsonPath answer = data("{ lead(id: \"999\") { id } contact(id: \"999\") { id } pipeline(id: \"999\") { id }"
                + " status(pipelineId: \"1309792\", statusId: \"999\") { id }"
                + " leadsById(ids: [\"999\", \"26331366\"]) { id } }");

        assertThat(answer.getString("lead")).isNull();
        assertThat(answer.getString("contact")).isNull();
        assertThat(answer.getString("pipeline")).isNull();
        assertThat(answer.getString("status")).isNull();
        assertThat(answer.getString("leadsById[0]")).isNull();
        assertThat(answer.getString("leadsById[1].id")).isEqualTo("26331366");
    }

    @Test
    void takesNullForTheDefault() {
        assertThat(data("{ leads(first: null, after: null, filter: null, orderBy: null) { nodes { id } } }")
                        .getList("leads.nodes"))
                .hasSize(50);
        assertThat(data("{ pipelines(includeArchived: null) { id status(statusId: \"142\") { kind } } }")
                        .getString("pipelines[0].status.kind"))
                .isEqualTo("WON");
        assertThat(data("{ contactsById(ids: [\"999\", \"46925315\"]) { id customFields(codes: [\"EMAIL\"], ids: null)"
                                + " { name } } }")
                        .getList("contactsById[1].customFields.name", String.class))
                .containsExactly("Email");
    }

    @Test
    void saysThatAmoCrmIsDown() {
        SandboxControl.flushCache();
        sandbox.fault("{\"kind\":\"status\",\"status\":503,\"path\":\"/api/v4\"}");

        JsonPath answer = ask("{ pipelines { id } }");

        assertThat(answer.getString("errors[0].extensions.code")).isEqualTo("UPSTREAM_UNAVAILABLE");
        assertThat(answer.getString("errors")).doesNotContain("Exception", "\tat ");
    }

    @Test
    void keepsTheWebhookAddressSecret() {
        String wrongKey = "/webhooks/amocrm/" + SandboxControl.ACCOUNT + "/wrong";
        var refused = given().body("a=b").post(wrongKey).then().extract().response();
        var unknown = given().body("a=b").post("/no/such/path").then().extract().response();

        assertThat(refused.statusCode()).isEqualTo(404).isEqualTo(unknown.statusCode());
        assertThat(refused.asString().replace(wrongKey, ""))
                .isEqualTo(unknown.asString().replace("/no/such/path", ""));
        assertThat(refused.headers().asList().stream().map(h -> h.getName()))
                .isEqualTo(unknown.headers().asList().stream()
                        .map(h -> h.getName())
                        .toList());
    }

    @Test
    void isReadyWithoutAmoCrm() {
        sandbox.fault("{\"kind\":\"status\",\"status\":503}");

        given().get(management() + "health/ready").then().statusCode(200);
        assertThat(given().get(management() + "metrics").asString()).contains("gateway_upstream_waiting");
    }
}
