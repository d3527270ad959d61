package camp.elbrusboot.gateway.journey;

import static camp.elbrusboot.gateway.journey.Graphql.data;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Only what a query selects costs something at amoCRM. */
@QuarkusTest
@Timeout(60)
class SelectionTest {
    private final SandboxControl sandbox = new SandboxControl();

    @BeforeEach
    void cold() {
        SandboxControl.flushCache();
    }

    @Test
    void asksForNoDetailsThatNobodySelects() {
        assertThat(asked("{ lead(id: \"26331366\") { name tags { name } } leads(first: 2) { nodes { id } }"
                        + " leadsById(ids: [\"30000001\", \"30000002\"]) { price }"
                        + " contact(id: \"46925315\") { name } contacts(first: 2) { nodes { name } } }"))
                .isNotEmpty()
                .noneMatch(request -> request.contains("with="));
    }

    @Test
    void asksForTheDetailsThatAreSelected() {
        assertThat(asked("{ lead(id: \"26331366\") { lossReason { name } } }"))
                .containsExactly("/api/v4/leads/26331366?with=loss_reason");
        assertThat(asked("{ lead(id: \"30000001\") { mainContact { id } } }"))
                .startsWith("/api/v4/leads/30000001?with=contacts");
        assertThat(asked("{ contact(id: \"46925315\") { leads { id } } }"))
                .startsWith("/api/v4/contacts/46925315?with=leads")
                .noneMatch(request -> request.contains("with=contacts"));
    }

    @Test
    void looksIntoFragments() {
        assertThat(asked("query { lead(id: \"30000003\") { ...a } } fragment a on Lead { ... { ...b } }"
                        + " fragment b on Lead { ... on Lead { contacts { id } } }"))
                .startsWith("/api/v4/leads/30000003?with=contacts");
        assertThat(asked("query { contactsById(ids: [\"46925315\"]) { ...c } } fragment c on Contact { leads { ...d } }"
                        + " fragment d on Lead { lossReason { name } }"))
                .containsExactly("/api/v4/contacts/46925315?with=leads", "/api/v4/leads/26331366?with=loss_reason");
    }

    @Test
    void asksForTheNamesOfCompaniesWhereTheyAreSelected() {
        String query = "{ lead(id: \"26331366\") { company { id %s } } contact(id: \"46925315\") { company { id } } }";
        assertThat(asked(query.formatted(""))).hasSize(2);
        SandboxControl.flushCache();

        int before = sandbox.requests();
        assertThat(data(query.formatted("name")).getString("lead.company.name")).isEqualTo("Тестовая комания");
        assertThat(sandbox.queriesSince(before))
                .filteredOn(request -> request.startsWith("/api/v4/companies"))
                .isNotEmpty()
                .allMatch("/api/v4/companies/46925333"::equals);
    }

    @Test
    void asksAboutTheAccountOnlyForWhatAmoCrmKnows() {
        int before = sandbox.requests();
        assertThat(data("{ account { id subdomain connection { state } } }").getString("account.subdomain"))
                .isEqualTo("elbrusbootcamp");
        assertThat(sandbox.queriesSince(before)).isEmpty();

        var account = data("{ account { name currency timezone } }");
        assertThat(account.getString("account.name")).isEqualTo("Эльбрус Буткемп");
        assertThat(account.getString("account.currency")).isEqualTo("RUB");
        assertThat(account.getString("account.timezone")).isEqualTo("Europe/Moscow");
        assertThat(sandbox.queriesSince(before)).containsExactly("/api/v4/account?with=datetime_settings");
    }

    private List<String> asked(String query) {
        int before = sandbox.requests();
        data(query);
        return sandbox.queriesSince(before);
    }
}
