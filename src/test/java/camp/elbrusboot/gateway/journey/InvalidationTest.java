package camp.elbrusboot.gateway.journey;

import static camp.elbrusboot.gateway.journey.Deliveries.post;
import static camp.elbrusboot.gateway.journey.Graphql.data;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every kind of webhook makes the next answer a new one, long before the time to live would. In each test amoCRM sends one
 * kind and no other, and each has entities of its own.
 */
@QuarkusTest
@Timeout(60)
class InvalidationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PIPELINE = 1309792;
    private static final long INVOICED = 21234454;

    private final SandboxControl sandbox = new SandboxControl();

    @ParameterizedTest
    @CsvSource({
        "update_contact, contacts/50000201?name=Neu, '{ contact(id: \"50000201\") { name } }', contact.name, Neu",
        "responsible_contact, contacts/50000202/responsible?userId=5, '{ contact(id: \"50000202\") { responsibleUserId } }',"
                + " contact.responsibleUserId, 5",
        "delete_contact, contacts/50000203/delete, '{ contact(id: \"50000203\") { id } }', contact, ",
        "update_lead, leads/30000201?name=Neu, '{ lead(id: \"30000201\") { name } }', lead.name, Neu",
        "responsible_lead, leads/30000202/responsible?userId=5, '{ lead(id: \"30000202\") { responsibleUserId } }',"
                + " lead.responsibleUserId, 5",
        "delete_lead, leads/30000203/delete, '{ lead(id: \"30000203\") { id } }', lead, ",
    })
    void showsTheEntityAsItIsNow(String setting, String change, String query, String path, String expected) {
        subscribe(setting);
        assertThat(data(query).getString(path)).isNotEqualTo(expected);

        sandbox.change(change);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(data(query).getString(path)).isEqualTo(expected));
    }

    /** A note changes nothing of what is shown but the time. */
    @ParameterizedTest
    @CsvSource({
        "note_lead, leads/30000204/note, '{ lead(id: \"30000204\") { updatedAt } }', lead.updatedAt",
        "note_contact, contacts/50000204/note, '{ contact(id: \"50000204\") { updatedAt } }', contact.updatedAt",
    })
    void showsThatANoteWasWritten(String setting, String change, String query, String path) {
        subscribe(setting);
        String before = data(query).getString(path);

        sandbox.change(change);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(data(query).getString(path)).isGreaterThan(before));
    }

    /** Nobody is told that it was deleted, so it is shown as it was until it is restored. */
    @ParameterizedTest
    @CsvSource({
        "restore_lead, leads/30000205, '{ lead(id: \"30000205\") { updatedAt } }', lead.updatedAt",
        "restore_contact, contacts/50000205, '{ contact(id: \"50000205\") { updatedAt } }', contact.updatedAt",
    })
    void showsThatItWasRestored(String setting, String entity, String query, String path) {
        subscribe(setting);
        String before = data(query).getString(path);
        sandbox.change(entity + "/delete");
        assertThat(data(query).getString(path)).isEqualTo(before);

        sandbox.change(entity + "/restore");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(data(query).getString(path)).isGreaterThan(before));
    }

    @Test
    void listsALeadThatWasAdded() {
        subscribe("add_lead");
        String query = "{ pipeline(id: \"" + PIPELINE + "\") { status(statusId: \"" + INVOICED
                + "\") { leads(first: 20) { nodes { name } } } } }";
        assertThat(data(query).getList("pipeline.status.leads.nodes.name", String.class))
                .isNotEmpty()
                .doesNotContain("Added");

        sandbox.change("leads?name=Added&pipelineId=" + PIPELINE + "&statusId=" + INVOICED);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(data(query).getList("pipeline.status.leads.nodes.name", String.class))
                        .contains("Added"));
    }

    /** A lead that is linked to what changes holds its number, and may have got or lost it just now. */
    @ParameterizedTest
    @CsvSource({
        "update_contact, contacts/46925315?name=Neu",
        "update_company, companies/46925333?name=Neu",
        "update_company, companies/46925333?name=Neuer&section=companies",
    })
    void showsTheLeadsThatAreLinkedToWhatChanged(String setting, String change) {
        String query = "{ lead(id: \"26331366\") { name } }";
        subscribe(setting);
        data(query);
        String name = "For " + change.replaceAll("\\W", "");
        sandbox.change("leads/26331366?name=" + name.replace(' ', '+'));
        assertThat(data(query).getString("lead.name")).isNotEqualTo(name);

        sandbox.change(change);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(data(query).getString("lead.name"))
                .isEqualTo(name));
    }

    /** The stage change says nothing new, the rest of the lead does. */
    @Test
    void believesARepeatedStageChangeNothingButThatTheLeadMayHaveChanged() {
        subscribe("add_company");
        String move = move(30_000_207, 1_800_000_001);
        try (GraphqlSocket socket = new GraphqlSocket()) {
            socket.subscribe("subscription { stageChanged(filter: {leadIds: [\"30000207\"]}) { leadId } }");
            post(move);
            socket.stageChange();
        }
        String query = "{ lead(id: \"30000207\") { name } }";
        data(query);
        sandbox.change("leads/30000207?name=Neu");
        assertThat(data(query).getString("lead.name")).isNotEqualTo("Neu");

        assertThat(post(move)).isEqualTo(204);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(data(query).getString("lead.name"))
                .isEqualTo("Neu"));
    }

    /** Far more entities than are read from the log at once: what comes last is dropped, too, before anybody is told. */
    @Test
    void forgetsAllThatADeliveryTouchedBeforeItsStageChangeIsHeardOf() {
        subscribe("add_company");
        String query = "{ contact(id: \"50000207\") { name } }";
        data(query);
        sandbox.change("contacts/50000207?name=Neu");
        assertThat(data(query).getString("contact.name")).isNotEqualTo("Neu");
        StringBuilder body = new StringBuilder(move(30_000_208, 1_800_000_002));
        for (int i = 0; i < 12_000; i++) {
            body.append("&contacts[update][").append(i).append("][id]=").append(940_001 + i);
        }
        body.append("&contacts[update][x][id]=50000207");

        try (GraphqlSocket socket = new GraphqlSocket()) {
            socket.subscribe("subscription { stageChanged(filter: {leadIds: [\"30000208\"]}) { leadId } }");
            assertThat(post(body.toString())).isEqualTo(204);
            JsonNode change = socket.stageChange();

            assertThat(change.path("leadId").asText()).isEqualTo("30000208");
            assertThat(data(query).getString("contact.name")).isEqualTo("Neu");
            assertThat(socket.isQuiet()).isTrue();
        }
    }

    /** The data are everybody's. */
    @AfterAll
    static void restore() {
        new SandboxControl().reset();
        SandboxControl.flushCache();
    }

    private void subscribe(String setting) {
        sandbox.subscribe("http://localhost:" + RestAssured.port + SandboxControl.webhookPath(), setting);
    }

    private static String move(long lead, long at) {
        String key = "leads[status][0]";
        return key + "[id]=" + lead + "&" + key + "[status_id]=142&" + key + "[old_status_id]=21234454&" + key
                + "[pipeline_id]=1309792&" + key + "[updated_at]=" + at;
    }
}
