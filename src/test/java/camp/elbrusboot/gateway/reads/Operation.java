package camp.elbrusboot.gateway.reads;

import camp.elbrusboot.gateway.reads.Selection.Argument;
import camp.elbrusboot.gateway.reads.Selection.Condition;
import camp.elbrusboot.gateway.reads.Selection.Field;
import camp.elbrusboot.gateway.reads.Selection.Inline;
import camp.elbrusboot.gateway.reads.Selection.Passing;
import camp.elbrusboot.gateway.reads.Selection.Spread;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** A query as a tree; {@code fragments} may hold some that nothing spreads, which are not written. */
public record Operation(List<Selection> selections, Map<String, Fragment> fragments) {

    public record Fragment(String type, List<Selection> selections) {}

    /** As it is sent. */
    public record Written(String query, ObjectNode variables) {}

    public Written written() {
        return new Writer().write();
    }

    private final class Writer {
        private final ObjectNode variables = JsonNodeFactory.instance.objectNode();
        private final Map<String, String> declarations = new LinkedHashMap<>();
        private final Map<String, String> written = new LinkedHashMap<>();

        Written write() {
            String body = set(selections);
            StringBuilder query = new StringBuilder("query Q");
            if (!declarations.isEmpty()) {
                query.append('(')
                        .append(String.join(", ", declarations.values()))
                        .append(')');
            }
            query.append(' ').append(body);
            written.values().forEach(query::append);
            return new Written(query.toString(), variables);
        }

        private String set(List<Selection> selections) {
            StringJoiner set = new StringJoiner(" ", "{ ", " }");
            selections.forEach(selection -> set.add(text(selection)));
            return set.toString();
        }

        private String text(Selection selection) {
            if (selection instanceof Field field) {
                return (field.alias() == null ? "" : field.alias() + ": ")
                        + field.name()
                        + arguments(field)
                        + condition(field.condition())
                        + (field.selections().isEmpty() ? "" : " " + set(field.selections()));
            }
            if (selection instanceof Inline inline) {
                return "... on " + inline.type() + condition(inline.condition()) + " " + set(inline.selections());
            }
            String name = ((Spread) selection).fragment();
            if (!written.containsKey(name)) {
                written.put(name, "");
                Fragment fragment = fragments.get(name);
                written.put(name, " fragment " + name + " on " + fragment.type() + " " + set(fragment.selections()));
            }
            return "..." + name;
        }

        private String arguments(Field field) {
            if (field.arguments().isEmpty()) {
                return "";
            }
            StringJoiner all = new StringJoiner(", ", "(", ")");
            field.arguments().forEach((name, argument) -> all.add(name + ": " + passed(argument)));
            return all.toString();
        }

        private String condition(Condition condition) {
            return condition == null ? "" : " @" + condition.directive() + "(if: " + passed(condition.ifs()) + ")";
        }

        private String passed(Argument argument) {
            String literal = literal(argument.value(), argument.type().startsWith("LeadOrder"));
            if (argument.passing() == Passing.LITERAL) {
                return literal;
            }
            String variable = "$" + argument.variable();
            if (argument.passing() == Passing.VARIABLE) {
                declarations.put(variable, variable + ": " + argument.type());
                variables.set(argument.variable(), argument.value());
            } else {
                declarations.put(variable, variable + ": " + argument.type() + " = " + literal);
            }
            return variable;
        }
    }

    private static String literal(JsonNode value, boolean enumeration) {
        if (value.isObject()) {
            StringJoiner fields = new StringJoiner(", ", "{", "}");
            value.properties().forEach(field -> fields.add(field.getKey() + ": " + literal(field.getValue(), false)));
            return fields.toString();
        }
        if (value.isArray()) {
            StringJoiner elements = new StringJoiner(", ", "[", "]");
            value.forEach(element -> elements.add(literal(element, false)));
            return elements.toString();
        }
        return enumeration && value.isTextual() ? value.textValue() : value.toString();
    }
}
