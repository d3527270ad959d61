package camp.elbrusboot.gateway.amocrm.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

class V2GlossariesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void takesCodesByTheirNumbersOrNumbersByTheirCodes() throws Exception {
        assertThat(codes("{\"748081\":\"WORK\",\"748083\":\"MOB\"}"))
                .isEqualTo(Map.of(748_081L, "WORK", 748_083L, "MOB"));
        assertThat(codes("{\"WORK\":748081,\"MOB\":\"748083\"}")).isEqualTo(Map.of(748_081L, "WORK", 748_083L, "MOB"));
    }

    @Test
    void leavesOutWhatHasNoNumber() throws Exception {
        assertThat(codes("{\"WORK\":\"Work\",\"\":null,\"99999999999999999999\":\"MOB\",\"1\":\"HOME\"}"))
                .isEqualTo(Map.of(1L, "HOME"));
        assertThat(codes("[\"WORK\"]")).isEmpty();
        assertThat(V2Glossaries.codes(null)).isEmpty();
    }

    private static Map<Long, String> codes(String enums) throws Exception {
        return V2Glossaries.codes(JSON.readTree(enums));
    }
}
