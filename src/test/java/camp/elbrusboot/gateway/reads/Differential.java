package camp.elbrusboot.gateway.reads;

import camp.elbrusboot.gateway.reads.Operation.Written;
import camp.elbrusboot.gateway.reads.Selection.Argument;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Random queries to gateways, each answer held against that of the naive resolver. Safe for several threads. */
public final class Differential {
    /** What is not in amoCRM's documents: the events of the gateway's own log, and how the gateway is connected. */
    private static final Set<String> LEFT_OUT = Set.of("Query.stageChanges", "Lead.stageChanges", "Account.connection");

    private static final Set<String> TYPES_LEFT_OUT =
            Set.of("StageChange", "StageChangeConnection", "StageChangeEdge", "Connection");

    private static final List<String> LISTS = List.of("leads", "leads", "contacts", "pipeline", "status");
    private static final int MOST_PAGES = 4;
    private static final int PATIENCE_SECONDS = 60;

    private final List<Frontend> gateways;
    private final RestV4 amocrm;
    private final Rows rows;
    private final Population population;
    private final PublicSchema schema;
    private final Set<String> unknown = new TreeSet<>();
    private final AtomicInteger queries = new AtomicInteger();

    public Differential(List<Frontend> gateways, RestV4 amocrm, Population population) {
        this.gateways = gateways;
        this.amocrm = amocrm;
        this.rows = new Rows(amocrm);
        this.population = population;
        NaiveResolver known = new NaiveResolver(amocrm, rows, new Cursors());
        PublicSchema whole = PublicSchema.of(
                gateways.get(0).ask(PublicSchema.INTROSPECTION).join().path("data"));
        this.schema = whole.only(known::knows);
        whole.types().forEach((type, fields) -> fields.keySet().stream()
                .filter(name -> !known.knows(type, name))
                .map(name -> type + "." + name)
                .filter(name -> !LEFT_OUT.contains(name) && !TYPES_LEFT_OUT.contains(type))
                .forEach(unknown::add));
    }

    /** Fields of the gateway's that would never be asked for, because nobody has said here what they mean. */
    public Set<String> unknownFields() {
        return unknown;
    }

    public int queries() {
        return queries.get();
    }

    /** To be said after every change in amoCRM, when the gateways have heard of it. */
    public void somethingHasChanged() {
        amocrm.somethingHasChanged();
        rows.somethingHasChanged();
    }

    /** One query, or the walk over some pages of a list, that this seed makes. */
    public void run(long seed) {
        Run run = new Run(new Random(seed), "seed of the query " + seed);
        if (run.random.nextInt(5) == 0) {
            run.walk();
        } else {
            run.check(new RandomQuery(schema, run.random, population).any());
        }
    }

    private final class Run {
        private final Random random;
        private final String name;
        private final Cursors cursors = new Cursors();
        private final NaiveResolver naive = new NaiveResolver(amocrm, rows, cursors);

        private Run(Random random, String name) {
            this.random = random;
            this.name = name;
        }

        private void walk() {
            String root = Population.pick(random, LISTS);
            if (!schema.types().get("Query").containsKey(root)) {
                root = "leads";
            }
            RandomQuery made = new RandomQuery(schema, random, population);
            Operation operation = made.pages(root);
            for (int page = 0; page < MOST_PAGES; page++) {
                JsonNode data = check(operation);
                JsonNode edges = data.has("in") ? data.at("/in/page/edges") : data.at("/page/edges");
                if (edges.isEmpty()) {
                    return;
                }
                JsonNode edge = edges.get(random.nextInt(3) == 0 ? random.nextInt(edges.size()) : edges.size() - 1);
                Argument after = made.arguments()
                        .passed("String", TextNode.valueOf(edge.path("cursor").asText()));
                operation = new Operation(after(operation.selections(), after), operation.fragments());
            }
        }

        private JsonNode check(Operation operation) {
            queries.incrementAndGet();
            Frontend gateway = Population.pick(random, gateways);
            JsonNode answer = asked(gateway, operation);
            List<String> differences = differences(operation, answer);
            if (!differences.isEmpty()) {
                throw wrong(gateway, operation, differences);
            }
            return answer.path("data");
        }

        private JsonNode asked(Frontend gateway, Operation operation) {
            Written written = operation.written();
            return gateway.ask(written.query(), written.variables())
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .join();
        }

        private List<String> differences(Operation operation, JsonNode answer) {
            if (answer.has("errors")) {
                return List.of("errors: " + answer.path("errors"));
            }
            return Comparison.of(naive.answer(operation), answer.path("data"), cursors);
        }

        private AssertionError wrong(Frontend gateway, Operation operation, List<String> differences) {
            Operation least = Shrinking.of(operation, smaller -> !differences(smaller, asked(gateway, smaller))
                    .isEmpty());
            Written written = least.written();
            return new AssertionError(name + ": " + String.join("\n  ", differences) + "\nleast query: "
                    + written.query() + "\nvariables: " + written.variables() + "\nits differences: "
                    + differences(least, asked(gateway, least)));
        }
    }

    /** The same query for the rows behind a cursor. */
    private static List<Selection> after(List<Selection> selections, Argument cursor) {
        List<Selection> others = new ArrayList<>();
        for (Selection selection : selections) {
            Selection.Field field = (Selection.Field) selection;
            if ("page".equals(field.alias())) {
                Map<String, Argument> given = new HashMap<>(field.arguments());
                given.put("after", cursor);
                others.add(field.given(given));
            } else {
                others.add(field.with(after(field.selections(), cursor)));
            }
        }
        return others;
    }
}
