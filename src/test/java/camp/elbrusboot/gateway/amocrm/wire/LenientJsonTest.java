package camp.elbrusboot.gateway.amocrm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked
class LenientJsonTest {
    private static final ObjectMapper JSON = LenientJson.of(new ObjectMapper());

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Row(
            long id,
            String name,
            Long sum,
            int sort,
            boolean main,
            Part part,
            List<Part> parts,
            List<Long> ids,
            JsonNode any) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Part(long id) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'id':null,'name':null,'sum':null,'sort':null,'main':null,'part':null,'parts':null,'ids':null}",
                "{'id':{},'name':{},'sum':[],'sort':{},'main':[],'part':[],'parts':{},'ids':{}}",
                "{'id':'','name':[1],'sum':'','sort':'','main':'','part':'','parts':'','ids':''}",
                "{'id':'x','name':{'a':[1,{}]},'sum':'1e999','sort':'y','main':'no','part':7,'parts':'z','ids':false}",
                "{'id':123456789012345678901234567890,'sum':{'a':{'b':[]}},'sort':[[]],'main':{},'part':true,'parts':false}",
            })
    void readsAnythingElseAsNothing(String row) throws JsonProcessingException {
        List<Row> rows = Wire.list(JSON.readValue(
                ("[" + row + ",{'id':2,'name':'after'}]").replace('\'', '"'),
                JSON.getTypeFactory().constructCollectionType(List.class, Row.class)));

        assertThat(rows).hasSize(2);
        Row strange = rows.get(0);
        assertThat(strange.id()).isZero();
        assertThat(strange.name()).isNull();
        assertThat(strange.sum()).isNull();
        assertThat(strange.sort()).isZero();
        assertThat(strange.main()).isFalse();
        assertThat(strange.part()).isNull();
        assertThat(Wire.list(strange.parts())).isEmpty();
        assertThat(Wire.list(strange.ids())).isEmpty();
        assertThat(rows.get(1).name()).isEqualTo("after");
    }

    @Test
    void readsMapsAsListsAndTextsAsNumbers() throws JsonProcessingException {
        Row row = row("{'id':'7','name':12,'sum':'15000.00','sort':'10','main':'1','part':{'id':'8'},"
                + "'parts':{'5':{'id':5},'6':{'id':'6'}},'ids':{'0':'1','1':2}}");

        assertThat(row)
                .isEqualTo(new Row(
                        7,
                        "12",
                        15_000L,
                        10,
                        true,
                        new Part(8),
                        List.of(new Part(5), new Part(6)),
                        List.of(1L, 2L),
                        null));
        assertThat(row("{'ids':5}").ids()).containsExactly(5L);
        assertThat(Wire.list(row("{'parts':[{'id':1},3,'x',null,[],{'id':2}]}").parts()))
                .containsExactly(new Part(1), new Part(2));
    }

    private static Row row(String json) throws JsonProcessingException {
        return JSON.readValue(json.replace('\'', '"'), Row.class);
    }
}
