package camp.elbrusboot.gateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes of leads, contacts and companies other than moves, and what webhooks say of them. */
class ChangeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String CONTACT = "/sandbox/contacts/46925315";
    private static final String COMPANY = "/sandbox/companies/46925333";
    private static final String LEAD = "/sandbox/leads/26331366";

    private Sandbox sandbox;
    private Client client;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start(SandboxSettings.crmAlone().withWebhookTimeScale(0.0001));
        client = new Client(sandbox.url());
        client.post("/sandbox/settings", "{\"rateLimit\":0}");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void announcesAContactAsDocumented() throws IOException {
        try (var receiver = new Receiver()) {
            var fields = announced(receiver, "update_contact", CONTACT + "?name=Anna");

            var contact = client.json("/api/v4/contacts/46925315");
            assertThat(contact.path("name").asText()).isEqualTo("Anna");
            assertThat(fields.keySet().stream()
                            .map(key -> key.replace("contacts[update][0]", ""))
                            .filter(key -> !key.startsWith("[custom_fields]")))
                    .containsExactly(
                            "[id]",
                            "[name]",
                            "[responsible_user_id]",
                            "[group_id]",
                            "[date_create]",
                            "[last_modified]",
                            "[created_user_id]",
                            "[modified_user_id]",
                            "[company_name]",
                            "[linked_company_id]",
                            "[account_id]",
                            "[linked_leads_id][26331366][ID]",
                            "[created_at]",
                            "[updated_at]",
                            "[type]",
                            "account[subdomain]",
                            "account[id]",
                            "account[_links][self]");
            assertThat(fields)
                    .containsEntry("contacts[update][0][name]", "Anna")
                    .containsEntry("contacts[update][0][type]", "contact")
                    .containsEntry("contacts[update][0][linked_company_id]", "46925333")
                    .containsEntry(
                            "contacts[update][0][updated_at]",
                            contact.path("updated_at").asText())
                    .containsEntry("contacts[update][0][custom_fields][0][code]", "EMAIL");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"contacts", "companies"})
    void announcesACompanyInEitherSection(String section) throws IOException {
        try (var receiver = new Receiver()) {
            var fields = announced(receiver, "update_company", COMPANY + "?name=Neu&section=" + section);

            assertThat(fields)
                    .containsEntry(section + "[update][0][id]", "46925333")
                    .containsEntry(section + "[update][0][name]", "Neu")
                    .containsEntry(section + "[update][0][type]", "company");
            assertThat(client.json("/api/v4/companies/46925333").path("name").asText())
                    .isEqualTo("Neu");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "lead, /sandbox/leads/26331366, leads, /api/v4/leads/26331366",
        "contact, /sandbox/contacts/46925315, contacts, /api/v4/contacts/46925315",
        "company, /sandbox/companies/46925333, contacts, /api/v4/companies/46925333",
    })
    void deletesAndRestores(String entity, String control, String section, String api) throws IOException {
        try (var receiver = new Receiver()) {
            assertThat(client.post(control + "/restore", "").statusCode()).isEqualTo(404);
            var deleted = announced(receiver, "delete_" + entity, control + "/delete");
            assertThat(client.get(api).statusCode()).isEqualTo(204);
            assertThat(client.post(control + "/delete", "").statusCode()).isEqualTo(404);
            assertThat(deleted).hasSizeLessThanOrEqualTo(6).containsKey(section + "[delete][0][id]");
        }
        try (var receiver = new Receiver()) {
            var restored = announced(receiver, "restore_" + entity, control + "/restore");
            assertThat(client.get(api).statusCode()).isEqualTo(200);
            assertThat(restored)
                    .containsEntry(
                            section + "[restore][0][name]",
                            client.json(api).path("name").asText());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "lead, /sandbox/leads/26331366, leads, /api/v4/leads/26331366",
        "contact, /sandbox/contacts/46925315, contacts, /api/v4/contacts/46925315",
        "company, /sandbox/companies/46925333, contacts, /api/v4/companies/46925333",
    })
    void handsOver(String entity, String control, String section, String api) throws IOException {
        try (var receiver = new Receiver()) {
            var before = client.json(api).path("responsible_user_id").asText();
            var fields = announced(receiver, "responsible_" + entity, control + "/responsible?userId=5");

            assertThat(fields)
                    .containsEntry(section + "[responsible][0][responsible_user_id]", "5")
                    .containsEntry(section + "[responsible][0][old_responsible_user_id]", before);
            assertThat(client.json(api).path("responsible_user_id").asLong()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "lead, /sandbox/leads/26331366, leads, 26331366, 2",
        "contact, /sandbox/contacts/46925315, contacts, 46925315, 1",
        "company, /sandbox/companies/46925333, contacts, 46925333, 3",
    })
    void announcesANote(String entity, String control, String section, String id, String type) throws IOException {
        try (var receiver = new Receiver()) {
            var fields = announced(receiver, "note_" + entity, control + "/note?text=Hallo");

            assertThat(fields)
                    .containsEntry(section + "[note][0][note][element_id]", id)
                    .containsEntry(section + "[note][0][note][element_type]", type)
                    .containsEntry(section + "[note][0][note][text]", "Hallo");
        }
    }

    @Test
    void addsALeadThatIsLinkedAtOnce() throws IOException {
        try (var receiver = new Receiver()) {
            var fields = announced(receiver, "add_lead", "/sandbox/leads?name=Neu&statusId=142&contactId=46925315");

            var id = fields.get("leads[add][0][id]");
            assertThat(fields)
                    .containsEntry("leads[add][0][status_id]", "142")
                    .doesNotContainKey("leads[add][0][old_status_id]");
            assertThat(client.json("/api/v4/leads/" + id).path("name").asText()).isEqualTo("Neu");
            assertThat(client.json("/api/v4/contacts/46925315?with=leads")
                            .at("/_embedded/leads")
                            .findValuesAsText("id"))
                    .containsExactly("26331366", id);
            assertThat(client.post("/sandbox/leads?statusId=1", "").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void restoresEverythingOnReset() {
        var lead = client.json("/api/v4/leads/26331366");
        var contact = client.json("/api/v4/contacts/46925315?with=leads");
        var company = client.json("/api/v4/companies/46925333?with=leads,contacts");
        var added = client.json(client.post("/sandbox/leads?contactId=46925315", ""))
                .path("id")
                .asText();
        for (var entity : List.of(CONTACT, COMPANY, LEAD)) {
            assertThat(client.post(entity + "?name=Neu", "").statusCode()).isEqualTo(204);
            assertThat(client.post(entity + "/delete", "").statusCode()).isEqualTo(204);
        }

        client.post("/sandbox/reset", "");

        assertThat(client.json("/api/v4/leads/26331366")).isEqualTo(lead);
        assertThat(client.json("/api/v4/contacts/46925315?with=leads")).isEqualTo(contact);
        assertThat(client.json("/api/v4/companies/46925333?with=leads,contacts"))
                .isEqualTo(company);
        assertThat(client.get("/api/v4/leads/" + added).statusCode()).isEqualTo(204);
        assertThat(client.post(CONTACT + "/restore", "").statusCode()).isEqualTo(404);
    }

    @Test
    void saysWhatIsWrongWithAChange() {
        assertThat(client.post(CONTACT, "").statusCode()).isEqualTo(400);
        assertThat(client.post(LEAD + "/responsible?userId=x", "").statusCode()).isEqualTo(400);
        assertThat(client.post("/sandbox/contacts/1?name=Neu", "").statusCode()).isEqualTo(404);
        // A company is no contact, though their ids are out of one range.
        assertThat(client.post("/sandbox/contacts/46925333?name=Neu", "").statusCode())
                .isEqualTo(404);
        assertThat(client.post("/sandbox/leads/1/note", "").statusCode()).isEqualTo(404);
    }

    /** The fields of the one webhook of this kind that the change leads to. */
    private Map<String, String> announced(Receiver receiver, String setting, String change) {
        client.post(
                "/api/v4/webhooks", "{\"destination\":\"" + receiver.url() + "\",\"settings\":[\"" + setting + "\"]}");
        assertThat(client.post(change, "").statusCode()).isLessThan(300);
        await().atMost(PATIENCE).until(() -> !receiver.received().isEmpty());
        assertThat(receiver.received()).hasSize(1);
        return receiver.received().get(0).fields();
    }
}
