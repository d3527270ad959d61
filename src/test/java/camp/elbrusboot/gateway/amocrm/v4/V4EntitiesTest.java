package camp.elbrusboot.gateway.amocrm.v4;

import static org.assertj.core.api.Assertions.assertThat;

import camp.elbrusboot.gateway.amocrm.wire.LenientJson;
import camp.elbrusboot.gateway.crm.Lead;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Set;
import org.junit.jupiter.api.Test;

class V4EntitiesTest {
    private static final ObjectMapper JSON = LenientJson.of(new ObjectMapper());

    /** Section 6: {@code values: null} in a field. */
    @Test
    void readsAFieldWithoutValues() throws Exception {
        Lead lead = V4Entities.lead(JSON.readValue("""
                {"id":1,"name":"Lead","custom_fields_values":[
                  {"field_id":7,"field_name":"Empty","field_type":"text","values":null},
                  {"field_id":8,"field_name":"Full","field_type":"text","values":[{"value":"text"}]}]}
                """, V4Wire.LeadBody.class), Set.of());

        assertThat(lead.fields()).hasSize(2);
        assertThat(lead.fields().get(0).values()).isEmpty();
        assertThat(lead.fields().get(1).values()).hasSize(1);
    }
}
