package camp.elbrusboot.gateway.reads;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** What is asked of an object. Fields may carry a condition, or null. */
public sealed interface Selection {

    /** {@code alias} is null where there is none. */
    record Field(
            String alias, String name, Map<String, Argument> arguments, List<Selection> selections, Condition condition)
            implements Selection {
        public String key() {
            return alias == null ? name : alias;
        }

        Field with(List<Selection> others) {
            return new Field(alias, name, arguments, others, condition);
        }

        Field given(Map<String, Argument> others) {
            return new Field(alias, name, others, selections, condition);
        }
    }

    /** An inline fragment. */
    record Inline(String type, List<Selection> selections, Condition condition) implements Selection {}

    record Spread(String fragment) implements Selection {}

    /** {@code @include} or {@code @skip}. */
    record Condition(String directive, Argument ifs) {
        boolean admits() {
            return ifs.value().booleanValue() == directive.equals("include");
        }
    }

    /** How a value gets into a query. */
    enum Passing {
        LITERAL,
        VARIABLE,
        /** As the default of a variable that the request leaves out. */
        DEFAULT
    }

    /** {@code variable} is its name if it is passed as one. */
    record Argument(String type, JsonNode value, Passing passing, String variable) {
        static Argument literal(String type, JsonNode value) {
            return new Argument(type, value, Passing.LITERAL, "");
        }
    }
}
