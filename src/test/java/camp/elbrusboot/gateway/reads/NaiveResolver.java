package camp.elbrusboot.gateway.reads;

import camp.elbrusboot.gateway.reads.Meaning.Thing;
import camp.elbrusboot.gateway.reads.Operation.Fragment;
import camp.elbrusboot.gateway.reads.Selection.Argument;
import camp.elbrusboot.gateway.reads.Selection.Field;
import camp.elbrusboot.gateway.reads.Selection.Inline;
import camp.elbrusboot.gateway.reads.Selection.Spread;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers queries in the slowest and simplest way: field by field out of amoCRM's documents. Knows nothing of the gateway. */
final class NaiveResolver {
    private final Map<String, Map<String, Meaning>> meanings = new HashMap<>();

    NaiveResolver(RestV4 amocrm, Rows rows, Cursors cursors) {
        meanings.put("Query", new HashMap<>());
        Lists lists = new Lists(amocrm, rows, cursors);
        PipelineMeanings pipelines = new PipelineMeanings(amocrm, lists);
        lists.into(meanings);
        pipelines.into(meanings);
        new EntityMeanings(amocrm, pipelines).into(meanings);
        FieldMeanings.into(meanings);
    }

    boolean knows(String type, String field) {
        return meanings.getOrDefault(type, Map.of()).containsKey(field);
    }

    /** What has to be under {@code data}. */
    JsonNode answer(Operation operation) {
        return object(
                new Thing("Query", JsonNodeFactory.instance.objectNode()),
                operation.selections(),
                operation.fragments());
    }

    private ObjectNode object(Thing on, List<Selection> selections, Map<String, Fragment> fragments) {
        Map<String, List<Field>> asked = new LinkedHashMap<>();
        collect(selections, fragments, asked);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        asked.forEach((key, fields) -> {
            // Fields of one key are one field, with everything that is asked below any of them.
            List<Selection> below = new ArrayList<>();
            fields.forEach(field -> below.addAll(field.selections()));
            answer.set(key, value(resolved(on, fields.get(0)), below, fragments));
        });
        return answer;
    }

    private Object resolved(Thing on, Field field) {
        if (field.name().equals("__typename")) {
            return TextNode.valueOf(on.type());
        }
        Map<String, JsonNode> arguments = new HashMap<>();
        for (Map.Entry<String, Argument> argument : field.arguments().entrySet()) {
            arguments.put(argument.getKey(), argument.getValue().value());
        }
        return meanings.get(on.type()).get(field.name()).of(on.raw(), new Given(arguments));
    }

    private JsonNode value(Object resolved, List<Selection> below, Map<String, Fragment> fragments) {
        if (resolved instanceof Thing thing) {
            return object(thing, below, fragments);
        }
        if (resolved instanceof List<?> list) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            list.forEach(element -> all.add(value(element, below, fragments)));
            return all;
        }
        JsonNode leaf = (JsonNode) resolved;
        return leaf == null || leaf.isMissingNode() ? NullNode.getInstance() : leaf;
    }

    private static void collect(
            List<Selection> selections, Map<String, Fragment> fragments, Map<String, List<Field>> asked) {
        for (Selection selection : selections) {
            if (selection instanceof Field field) {
                if (field.condition() == null || field.condition().admits()) {
                    asked.computeIfAbsent(field.key(), key -> new ArrayList<>()).add(field);
                }
            } else if (selection instanceof Inline inline) {
                if (inline.condition() == null || inline.condition().admits()) {
                    collect(inline.selections(), fragments, asked);
                }
            } else if (selection instanceof Spread spread) {
                collect(fragments.get(spread.fragment()).selections(), fragments, asked);
            }
        }
    }
}
