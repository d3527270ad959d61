package camp.elbrusboot.gateway.amocrm;

import static org.assertj.core.api.Assertions.assertThat;

import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.LeadOrder;
import camp.elbrusboot.gateway.crm.StatusKey;
import camp.elbrusboot.gateway.crm.TimeSpan;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** API v4, amoCRM's option "API filtering" off: filters are ignored without a word. */
@QuarkusTest
@TestProfile(Unpaced.class)
class FilterOffContractTest extends CrmReaderContract {
    @Override
    String settings() {
        return "{\"apiFilter\":false}";
    }

    @Test
    void readsByIdsThroughVersion2() {
        int before = sandbox.requests();

        leads(ids(30_000_001, 20));

        assertThat(sandbox.requestsSince(before)).containsExactly("GET /api/v2/leads 200");
        assertThat(strategy("v2-ids")).isEqualTo(1);
        assertThat(strategy("v4-filter")).isEqualTo(0);
    }

    @Test
    void readsOneByOneWhereVersion2IsNotServed() {
        sandbox.settings("{\"legacyApi\":false}");
        int before = sandbox.requests();

        assertThat(leads(Set.of(30_000_001L, 999L, 30_000_002L))).containsOnlyKeys(30_000_001L, 30_000_002L);
        assertThat(sandbox.requestsSince(before).stream().filter(request -> request.startsWith("GET /api/")))
                .hasSize(4)
                .startsWith("GET /api/v2/leads 404")
                .contains("GET /api/v4/leads/30000001 200");
        int later = sandbox.requests();
        assertThat(contacts(Set.of(50_000_001L, 50_000_002L))).hasSize(2);
        assertThat(sandbox.requestsSince(later)).hasSize(2);
        assertThat(strategy("v4-singles")).isEqualTo(1);
    }

    @Test
    void takesAnAnswerThatIsNotVersion2ForNone() {
        sandbox.fault("{\"kind\":\"html-instead-of-json\",\"path\":\"/api/v2\"}");

        assertThat(leads(Set.of(30_000_001L, 30_000_002L))).hasSize(2);
        assertThat(strategy("v4-singles")).isEqualTo(1);
    }

    @Test
    void doesNotGiveUpVersion2ForOneAnswer() {
        sandbox.fault("{\"kind\":\"html-instead-of-json\",\"path\":\"/api/v2\",\"times\":1}");
        int before = sandbox.requests();

        assertThat(leads(Set.of(30_000_001L, 30_000_002L))).hasSize(2);
        assertThat(sandbox.requestsSince(before).stream().filter(request -> request.startsWith("GET /api/v2/leads")))
                .hasSize(2);
        assertThat(strategy("v2-ids")).isEqualTo(1);
    }

    @Test
    void doesNotGiveUpVersion2ForAFailure() {
        sandbox.fault("{\"kind\":\"status\",\"status\":500,\"path\":\"/api/v2\"}");

        assertThat(failure(() -> reader.leads(ACCOUNT, Set.of(30_000_001L, 30_000_002L), OF_LEADS))
                        .code())
                .isEqualTo(CrmErrorCode.UPSTREAM_UNAVAILABLE);
        assertThat(strategy("v2-ids")).isEqualTo(1);
    }

    @Test
    void saysWhatItCannotFilter() {
        StatusKey lost = new StatusKey(PIPELINE, 143);
        int before = sandbox.requests();

        CrmException failure = failure(() -> reader.leads(
                ACCOUNT, query(null, List.of(), List.of(lost), TimeSpan.ALWAYS, LeadOrder.ID_ASC, 0, 250), OF_LEADS));

        assertThat(failure.code()).isEqualTo(CrmErrorCode.UNSUPPORTED);
        assertThat(failure.getMessage()).contains("\"API filtering\" is off");
        assertThat(sandbox.requestsSince(before)).hasSize(8);
    }
}
