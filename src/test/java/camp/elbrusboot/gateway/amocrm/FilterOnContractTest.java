package camp.elbrusboot.gateway.amocrm;

import static org.assertj.core.api.Assertions.assertThat;

import camp.elbrusboot.gateway.crm.Detail;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** API v4, amoCRM's option "API filtering" on. */
@QuarkusTest
@TestProfile(Unpaced.class)
class FilterOnContractTest extends CrmReaderContract {
    @Override
    String settings() {
        return "{\"apiFilter\":true}";
    }

    @Override
    boolean canFilter() {
        return true;
    }

    @Test
    void asksForNoDetailsThatNobodyWants() {
        int before = sandbox.requests();

        await(() -> reader.leads(ACCOUNT, ids(30_000_001, 2), Set.of()));
        await(() -> reader.leads(ACCOUNT, Set.of(LEAD), Set.of()));
        await(() -> reader.leads(ACCOUNT, newest(0, 5), Set.of()));
        await(() -> reader.contacts(ACCOUNT, ids(50_000_001, 2), Set.of()));
        assertThat(sandbox.queriesSince(before)).hasSize(4).noneMatch(query -> query.contains("with="));

        int later = sandbox.requests();
        await(() -> reader.leads(ACCOUNT, Set.of(LEAD), Set.of(Detail.LEAD_LOSS_REASON)));
        leads(Set.of(LEAD));
        contacts(Set.of(CONTACT));
        assertThat(sandbox.queriesSince(later))
                .containsExactly(
                        "/api/v4/leads/" + LEAD + "?with=loss_reason",
                        "/api/v4/leads/" + LEAD + "?with=contacts,loss_reason",
                        "/api/v4/contacts/" + CONTACT + "?with=leads");
    }

    /** The flag that was read a moment ago is wrong now. */
    @Test
    void believesTheRowsOfAListMoreThanTheFlag() {
        sandbox.settings("{\"apiFilter\":false}");

        listsNothingThatWasNotAskedFor();
    }

    @Test
    void believesTheRowsOfAListOfContactsMoreThanTheFlag() {
        sandbox.settings("{\"apiFilter\":false}");

        listsNoContactThatWasNotAskedFor();
    }

    @Test
    void believesTheRowsThatCameForIdsMoreThanTheFlag() {
        sandbox.settings("{\"apiFilter\":false}");
        int before = sandbox.requests();

        // The first is among the rows that come instead, the second is not.
        assertThat(leads(Set.of(30_000_001L, 30_009_000L, 999L))).containsOnlyKeys(30_000_001L, 30_009_000L);
        assertThat(sandbox.requestsSince(before))
                .startsWith("GET /api/v4/leads 200")
                .endsWith("GET /api/v2/leads 200");
        assertThat(strategy("v2-ids")).isEqualTo(1);
        int later = sandbox.requests();
        assertThat(leads(Set.of(30_000_002L, 30_009_001L))).hasSize(2);
        assertThat(sandbox.requestsSince(later)).containsExactly("GET /api/v2/leads 200");
    }

    @Test
    void asksOnceWhetherItCanFilter() {
        int before = sandbox.requests();

        leads(ids(30_000_001, 20));
        contacts(ids(50_000_001, 20));

        assertThat(sandbox.requestsSince(before)).containsExactly("GET /api/v4/leads 200", "GET /api/v4/contacts 200");
        assertThat(strategy("v4-filter")).isEqualTo(1);
    }

    @Test
    void readsAnAccountThatDoesNotSayWhetherItFilters() {
        sandbox.fault("{\"kind\":\"status\",\"status\":403,\"path\":\"/api/v4/account\"}");
        await(() -> readers.prepare(ACCOUNT));

        assertThat(leads(ids(30_000_001, 20))).hasSize(20);
        sandbox.settings("{\"apiFilter\":false}");
        assertThat(leads(ids(30_000_101, 20)).keySet()).isEqualTo(ids(30_000_101, 20));
    }

    /** Whole pages end with a link to nothing. */
    @Test
    void isNotMisledByALinkToNothing() {
        sandbox.settings("{\"falseNext\":true}");

        pagesWithoutGapAndRepetition();
        assertThat(list(newest(9_990, 250)).hasNext()).isFalse();
    }
}
