package camp.elbrusboot.gateway.reads;

import camp.elbrusboot.gateway.reads.PublicSchema.Field;
import camp.elbrusboot.gateway.reads.Selection.Argument;
import camp.elbrusboot.gateway.reads.Selection.Passing;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** Values that a caller may give, as literals and as variables. */
final class RandomArguments {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> CODES =
            List.of("PHONE", "EMAIL", "POSITION", "IM", "UTM_SOURCE", "NONE", "phone");
    private static final List<String> TEXTS =
            List.of("осень", "№77", "Java с нуля, зима", "Примеров", "30000007", "nowhere to be found", "", " ");
    private static final List<String> ORDERS =
            List.of("UPDATED_AT_DESC", "UPDATED_AT_ASC", "CREATED_AT_DESC", "CREATED_AT_ASC", "ID_ASC");
    private static final long FIRST_CREATED = 1_700_000_000L;
    private static final int CREATED_WITHIN = 40_000_000;

    private final Random random;
    private final Population population;
    private int variables;

    RandomArguments(Random random, Population population) {
        this.random = random;
        this.population = population;
    }

    /** For a field of which there will be as many as {@code parents}; cursors are not made up. */
    Map<String, Argument> of(String type, Field field, int parents) {
        Map<String, Argument> given = new LinkedHashMap<>();
        for (Map.Entry<String, String> argument : field.arguments().entrySet()) {
            String wanted = argument.getValue();
            boolean needed = wanted.endsWith("!");
            if (argument.getKey().equals("after") || (!needed && random.nextInt(3) == 0)) {
                continue;
            }
            JsonNode value = !needed && random.nextInt(12) == 0
                    ? NullNode.getInstance()
                    : value(type, field, argument.getKey(), parents);
            given.put(argument.getKey(), passed(wanted, value));
        }
        if (field.name().equals("status") && type.equals("Query")) {
            String[] status = population.status(random);
            given.put("pipelineId", passed("ID!", id(status[0])));
            given.put("statusId", passed("ID!", id(status[1])));
        }
        if (field.arguments().containsKey("first") && parents > 1) {
            given.put("first", passed("Int", JSON.numberNode(first(parents))));
        }
        return given;
    }

    Argument passed(String type, JsonNode value) {
        int how = random.nextInt(10);
        return how < 6
                ? Argument.literal(type, value)
                : new Argument(type, value, how < 9 ? Passing.VARIABLE : Passing.DEFAULT, "v" + ++variables);
    }

    int first(int parents) {
        int most = Math.max(1, Math.min(250, 300 / parents));
        return random.nextInt(4) == 0 ? 1 + random.nextInt(most) : 1 + random.nextInt(Math.min(8, most));
    }

    private JsonNode value(String type, Field field, String argument, int parents) {
        return switch (argument) {
            case "id" -> id(one(field.name()));
            case "pipelineId" -> id(population.pipeline(random));
            case "statusId" -> id(population.status(random)[1]);
            case "first" -> JSON.numberNode(first(parents));
            case "includeArchived" -> JSON.booleanNode(random.nextBoolean());
            case "orderBy" -> TextNode.valueOf(Population.pick(random, ORDERS));
            case "codes" -> list(3, any -> TextNode.valueOf(Population.pick(random, CODES)));
            case "ids" ->
                field.name().equals("customFields")
                        ? list(3, any -> id(population.field(random)))
                        : ids(field.name().startsWith("leads") ? "lead" : "contact");
            case "filter" -> filter(field.named().startsWith("Lead"));
            default ->
                throw new IllegalStateException(
                        "no value for " + type + "." + field.name() + "(" + argument + "): teach RandomArguments");
        };
    }

    private String one(String name) {
        return switch (name) {
            case "lead" -> population.lead(random);
            case "contact" -> population.contact(random);
            default -> population.pipeline(random);
        };
    }

    /** With repetitions; now and then more than go into one call. */
    private ArrayNode ids(String kind) {
        int most = random.nextInt(25) == 0 ? 300 : random.nextInt(3) == 0 ? 30 : 6;
        ArrayNode ids = list(most, any -> id(one(kind)));
        if (!ids.isEmpty() && random.nextInt(3) == 0) {
            ids.add(ids.get(random.nextInt(ids.size())));
        }
        return ids;
    }

    private ObjectNode filter(boolean leads) {
        ObjectNode filter = JSON.objectNode();
        int kind = random.nextInt(8);
        if (kind == 0) {
            filter.put("query", Population.pick(random, TEXTS));
        }
        if (leads && (kind == 1 || random.nextInt(4) == 0)) {
            filter.set("pipelineIds", list(2, any -> id(population.pipeline(random))));
        }
        if (leads && (kind == 2 || random.nextInt(4) == 0)) {
            filter.set("statuses", list(3, any -> {
                String[] status = population.status(random);
                ObjectNode key = JSON.objectNode();
                key.set("pipelineId", id(status[0]));
                key.set("statusId", id(status[1]));
                return key;
            }));
        }
        if (kind == 3 || random.nextInt(6) == 0) {
            filter.set("responsibleUserIds", list(2, any -> id(Population.pick(random, population.users()))));
        }
        for (String field : leads ? List.of("createdAt", "updatedAt", "closedAt") : List.of("createdAt", "updatedAt")) {
            if (random.nextInt(6) == 0) {
                filter.set(field, range());
            }
        }
        return filter;
    }

    private ObjectNode range() {
        ObjectNode range = JSON.objectNode();
        long from = FIRST_CREATED + random.nextInt(CREATED_WITHIN);
        if (random.nextInt(3) != 0) {
            range.put("from", Instant.ofEpochSecond(from).toString());
        }
        if (random.nextInt(3) != 0) {
            long to = from + 1 + random.nextInt(random.nextBoolean() ? 20_000 : CREATED_WITHIN);
            // The same moment, as somebody in Moscow may write it.
            String text = Instant.ofEpochSecond(to + 3 * 3600).toString();
            range.put("to", text.replace("Z", "+03:00"));
        }
        return range;
    }

    private ArrayNode list(int most, Function<Integer, JsonNode> element) {
        ArrayNode list = JSON.arrayNode();
        int size = random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(most);
        for (int i = 0; i < size; i++) {
            list.add(element.apply(i));
        }
        return list;
    }

    /** GraphQL takes a number for an id too, as far as it goes. */
    private JsonNode id(String id) {
        return random.nextInt(5) == 0 && id.length() < 10 ? LongNode.valueOf(Long.parseLong(id)) : TextNode.valueOf(id);
    }
}
