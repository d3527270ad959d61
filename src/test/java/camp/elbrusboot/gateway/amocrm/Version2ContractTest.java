package camp.elbrusboot.gateway.amocrm;

import static org.assertj.core.api.Assertions.assertThat;

import camp.elbrusboot.gateway.crm.Company;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.Lead;
import camp.elbrusboot.gateway.crm.LeadOrder;
import camp.elbrusboot.gateway.crm.Page;
import camp.elbrusboot.gateway.crm.TimeSpan;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** API v2, as a setting of the account. */
@NullUnmarked
@QuarkusTest
@TestProfile(Version2ContractTest.Version2.class)
class Version2ContractTest extends CrmReaderContract {
    /** Any account is v2's then. */
    public static class Version2 implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(Unpaced.SETTINGS);
            settings.put("gateway.account.api-version", "v2");
            return settings;
        }
    }

    @Override
    String settings() {
        return "{\"apiFilter\":false}";
    }

    /** v2 numbers its types, and knows no numbers for what came after it. */
    @Override
    String type(String typeOfVersion4) {
        return Set.of("tracking_data", "hologram").contains(typeOfVersion4) ? null : typeOfVersion4;
    }

    @Override
    String lossReasonName() {
        return null;
    }

    @Test
    void asksVersion2Alone() {
        int before = sandbox.requests();

        await(() -> reader.pipelines(ACCOUNT));
        leads(Set.of(LEAD));
        contacts(Set.of(CONTACT));
        list(newest(0, 10));

        assertThat(sandbox.requestsSince(before)).isNotEmpty().allMatch(request -> request.startsWith("GET /api/v2/"));
        assertThat(strategy("v2")).isEqualTo(1);
    }

    @Test
    void knowsTheCompanyByName() {
        assertThat(contacts(Set.of(CONTACT)).get(CONTACT).company())
                .isEqualTo(new Company(46_925_333, "Тестовая комания"));
        assertThat(leads(Set.of(LEAD)).get(LEAD).company()).isEqualTo(new Company(46_925_333, "Тестовая комания"));
    }

    @ParameterizedTest
    @CsvSource({"object, false, true", "array, true, false", "mixed, true, true"})
    void takesEveryShapeForTheSame(String empties, boolean texts, boolean maps) {
        Set<Long> leadIds = ids(30_000_001, 40);
        leadIds.addAll(Set.of(LEAD, LOST_LEAD));
        Set<Long> contactIds = ids(50_000_001, 40);
        contactIds.addAll(Set.of(CONTACT, NAMELESS_CONTACT));
        var pipelines = await(() -> reader.pipelines(ACCOUNT));
        var leads = leads(leadIds);
        var contacts = contacts(contactIds);

        sandbox.settings("{\"legacyEmpties\":\"" + empties + "\",\"legacyNumbersAsStrings\":" + texts
                + ",\"legacyFieldsAsMap\":" + maps + "}");
        await(() -> readers.prepare(ACCOUNT));

        assertThat(await(() -> reader.pipelines(ACCOUNT))).isEqualTo(pipelines);
        assertThat(leads(leadIds)).isEqualTo(leads);
        assertThat(contacts(contactIds)).isEqualTo(contacts);
    }

    /** v2 leaves them out of what it finds by a text. */
    @Test
    void showsTheContactsOfWhatATextHasFound() {
        Lead lead = leads(Set.of(LEAD)).get(LEAD);
        assertThat(lead.contactIds()).isNotEmpty();

        Page<Lead> found =
                list(query(lead.name(), List.of(), List.of(), TimeSpan.ALWAYS, LeadOrder.UPDATED_AT_DESC, 0, 50));

        assertThat(found.items()).contains(lead);
    }

    @Test
    void saysWhatItCannotSort() {
        CrmException byId = failure(() -> reader.leads(
                ACCOUNT, query(null, List.of(), List.of(), TimeSpan.ALWAYS, LeadOrder.ID_ASC, 0, 50), OF_LEADS));
        assertThat(byId.code()).isEqualTo(CrmErrorCode.UNSUPPORTED);
        assertThat(byId.getMessage()).contains("API v2", "order it by time");

        assertThat(failure(() -> reader.leads(ACCOUNT, newest(5_000, 50), OF_LEADS))
                        .code())
                .isEqualTo(CrmErrorCode.UNSUPPORTED);
    }

    @Test
    void listsTheNewestInFewCalls() {
        int before = sandbox.requests();

        list(newest(0, 50));

        assertThat(sandbox.requestsSince(before)).hasSizeLessThanOrEqualTo(12);
    }
}
