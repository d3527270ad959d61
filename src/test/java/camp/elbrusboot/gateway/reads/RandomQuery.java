package camp.elbrusboot.gateway.reads;

import camp.elbrusboot.gateway.reads.Operation.Fragment;
import camp.elbrusboot.gateway.reads.PublicSchema.Field;
import camp.elbrusboot.gateway.reads.Selection.Argument;
import camp.elbrusboot.gateway.reads.Selection.Condition;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One valid query over the fields that the schema has. Bounded, because depth multiplies. */
final class RandomQuery {
    private static final int DEEPEST = 6;
    private static final int MOST_OBJECTS = 400;
    private static final int MOST_ALTOGETHER = 1_200;
    /** Each costs a call. */
    private static final int MOST_LISTS = 8;

    private static final int PIPELINES = 5;
    private static final int STATUSES = 12;

    private final PublicSchema schema;
    private final Random random;
    private final RandomArguments arguments;
    private final Map<String, Fragment> fragments = new HashMap<>();
    private final Map<String, Integer> smallest = new HashMap<>();
    private int aliases;
    private int objects;

    RandomQuery(PublicSchema schema, Random random, Population population) {
        this.schema = schema;
        this.random = random;
        this.arguments = new RandomArguments(random, population);
    }

    Operation any() {
        return new Operation(new ArrayList<>(selections("Query", 0, 1, 0)), fragments);
    }

    /** The first page of a list at the root, or in a pipeline or a stage there, with everything that tells of pages. */
    Operation pages(String root) {
        Field field = schema.types().get("Query").get(root);
        Map<String, Argument> given = arguments.of("Query", field, 1);
        if (field.named().endsWith("Connection")) {
            return new Operation(List.of(list(field, given)), fragments);
        }
        Field leads = schema.types().get(field.named()).get("leads");
        Selection list = list(leads, arguments.of(field.named(), leads, 1));
        return new Operation(List.of(new Selection.Field("in", root, given, List.of(list), null)), fragments);
    }

    RandomArguments arguments() {
        return arguments;
    }

    private Selection.Field list(Field field, Map<String, Argument> given) {
        Map<String, Argument> withSize = new HashMap<>(given);
        withSize.put("first", arguments.passed("Int", IntNode.valueOf(1 + random.nextInt(20))));
        List<Selection> told = new ArrayList<>();
        told.add(leaves("pageInfo", "hasNextPage", "hasPreviousPage", "startCursor", "endCursor"));
        String node = field.named().replace("Connection", "");
        Selection.Field edges = leaves("edges", "cursor");
        List<Selection> below = new ArrayList<>(edges.selections());
        below.add(new Selection.Field(null, "node", Map.of(), selections(node, 4, 20, 0), null));
        told.add(edges.with(below));
        return new Selection.Field("page", field.name(), withSize, told, null);
    }

    private static Selection.Field leaves(String name, String... leaves) {
        List<Selection> all = new ArrayList<>();
        for (String leaf : leaves) {
            all.add(new Selection.Field(null, leaf, Map.of(), List.of(), null));
        }
        return new Selection.Field(null, name, Map.of(), all, null);
    }

    /** For as many objects of the type as {@code parents}; {@code page} is the size of the page that they are on. */
    private List<Selection> selections(String type, int depth, int parents, int page) {
        if (random.nextInt(8) == 0) {
            for (Map.Entry<String, Fragment> known : fragments.entrySet()) {
                // Made for as many or more: it will not grow here.
                if (known.getValue().type().equals(type) && smallest.get(known.getKey()) >= parents && depth > 0) {
                    return new ArrayList<>(List.of(new Selection.Spread(known.getKey())));
                }
            }
        }
        List<Selection> made = new ArrayList<>();
        List<Field> leaves = new ArrayList<>();
        List<Field> others = new ArrayList<>();
        schema.types().get(type).values().forEach(field -> (schema.isLeaf(field) ? leaves : others).add(field));
        boolean connection = type.endsWith("Connection") || type.endsWith("Edge");
        for (int i = type.equals("Query") ? 0 : 1 + random.nextInt(4); i > 0 && !leaves.isEmpty(); i--) {
            made.add(conditioned(leaf(Population.pick(random, leaves))));
        }
        int wanted = depth == 0 ? 1 + random.nextInt(4) : connection ? 1 + random.nextInt(2) : random.nextInt(3);
        for (int i = 0; i < wanted && !others.isEmpty(); i++) {
            Field field = Population.pick(random, others);
            int times = field.arguments().isEmpty() || random.nextInt(3) != 0 ? 1 : 2;
            for (int j = 0; j < times; j++) {
                composite(type, field, depth, parents, page, made);
            }
        }
        if (made.isEmpty() || random.nextInt(15) == 0) {
            made.add(leaf(new Field("__typename", "String!", Map.of())));
        }
        Collections.shuffle(made, random);
        return depth == 0 ? made : wrapped(type, parents, made);
    }

    private void composite(String type, Field field, int depth, int parents, int page, List<Selection> made) {
        boolean connection = type.endsWith("Connection") || type.endsWith("Edge");
        boolean list = field.arguments().containsKey("first");
        if ((depth >= DEEPEST && !connection) || (list && parents > MOST_LISTS)) {
            return;
        }
        Map<String, Argument> given = arguments.of(type, field, parents);
        int each = each(type, field, given, page);
        int children = parents * each;
        if (children > MOST_OBJECTS || objects + children > MOST_ALTOGETHER) {
            return;
        }
        objects += children;
        int size = list
                ? given.containsKey("first")
                        ? Math.max(1, given.get("first").value().asInt(50))
                        : 50
                : page;
        List<Selection> below = selections(field.named(), connection ? depth : depth + 1, children, size);
        String alias = field.arguments().isEmpty() && random.nextInt(6) != 0 ? null : "a" + ++aliases;
        made.add(conditioned(new Selection.Field(alias, field.name(), given, below, null)));
    }

    private static int each(String type, Field field, Map<String, Argument> given, int page) {
        return switch (type + "." + field.name()) {
            case "Query.pipelines" -> PIPELINES;
            case "Pipeline.statuses" -> STATUSES;
            case "Query.leadsById", "Query.contactsById" ->
                Math.max(1, given.get("ids").value().size());
            case "Lead.contacts", "Contact.leads" -> 2;
            default -> type.endsWith("Connection") && field.type().startsWith("[") ? Math.max(1, page) : 1;
        };
    }

    private Selection.Field leaf(Field field) {
        String alias = random.nextInt(8) == 0 ? "a" + ++aliases : null;
        return new Selection.Field(alias, field.name(), Map.of(), List.of(), null);
    }

    private Selection conditioned(Selection.Field field) {
        return random.nextInt(15) == 0
                ? new Selection.Field(field.alias(), field.name(), field.arguments(), field.selections(), condition())
                : field;
    }

    private Condition condition() {
        return new Condition(
                random.nextBoolean() ? "include" : "skip",
                arguments.passed("Boolean!", BooleanNode.valueOf(random.nextBoolean())));
    }

    private List<Selection> wrapped(String type, int parents, List<Selection> made) {
        int how = random.nextInt(12);
        if (how == 0) {
            String name = "F" + (fragments.size() + 1);
            fragments.put(name, new Fragment(type, made));
            smallest.put(name, parents);
            return new ArrayList<>(List.of(new Selection.Spread(name)));
        }
        if (how == 1) {
            int cut = random.nextInt(made.size());
            List<Selection> rest = new ArrayList<>(made.subList(0, cut));
            rest.add(new Selection.Inline(
                    type, made.subList(cut, made.size()), random.nextInt(3) == 0 ? condition() : null));
            return rest;
        }
        return made;
    }
}
