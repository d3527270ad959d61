package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import camp.elbrusboot.gateway.journey.GraphqlSocket;
import camp.elbrusboot.gateway.reads.Differential;
import camp.elbrusboot.gateway.reads.Population;
import camp.elbrusboot.gateway.reads.RestV4;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever is asked, two replicas answer what a resolver answers that reads amoCRM field by field, without batches and
 * without a cache. Between blocks of queries leads move, so that what is cached has to follow.
 *
 * <p>{@code -Ddifferential.seed} repeats a run, {@code -Ddifferential.queries} says how long it is.
 */
@Timeout(value = 90, unit = TimeUnit.MINUTES)
class DifferentialIT {
    private static final int QUERIES = Integer.getInteger("differential.queries", 300);
    private static final long SEED = Long.getLong("differential.seed", System.nanoTime() & 0xffffff);
    private static final int BLOCK = 60;
    private static final int AT_ONCE = 4;
    private static final int MOVES = 5;
    private static final long PATIENCE_MINUTES = 5;

    /** Any query will do, if only it is answered alike. */
    private static final Map<String, String> NO_LIMIT = Map.of(
            "gateway.api.max-calls",
            "1000000",
            "gateway.api.max-values",
            "10000000",
            "gateway.limits.fields",
            "100000");

    @Test
    void answersWhatANaiveResolverAnswers() throws Exception {
        System.out.printf("DifferentialIT: -Ddifferential.seed=%d -Ddifferential.queries=%d%n", SEED, QUERIES);
        Random random = new Random(SEED);
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try (Fleet fleet = new Fleet(DifferentialIT.class, 2, NO_LIMIT);
                GraphqlSocket one = new GraphqlSocket(fleet.socket(0));
                GraphqlSocket two = new GraphqlSocket(fleet.socket(1))) {
            for (GraphqlSocket socket : List.of(one, two)) {
                socket.subscribe("subscription { stageChanged { leadId status { id } } }");
            }
            // To one of them: the other hears of it by the log alone.
            fleet.sandbox.subscribe(fleet.webhook(random.nextInt(2)));
            RestV4 amocrm = new RestV4(fleet.sandbox);
            Population population = Population.of(amocrm, random);
            Differential differential = new Differential(fleet.frontends(), amocrm, population);
            assertThat(differential.unknownFields())
                    .as("fields whose meaning the naive resolver has to be taught")
                    .isEmpty();

            long number = 0;
            while (differential.queries() < QUERIES) {
                List<Callable<Void>> block = new ArrayList<>();
                for (int i = 0; i < BLOCK; i++) {
                    long seed = SEED * 1_000_003 + ++number;
                    block.add(() -> {
                        differential.run(seed);
                        return null;
                    });
                }
                runAll(threads, block);
                move(fleet, population, random, amocrm, List.of(one, two));
                differential.somethingHasChanged();
            }
            System.out.printf("DifferentialIT: %d queries, all alike%n", differential.queries());
        } finally {
            threads.shutdownNow();
        }
    }

    private static void runAll(ExecutorService threads, List<Callable<Void>> block) throws Exception {
        for (Future<Void> one : threads.invokeAll(block, PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            try {
                one.get();
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof AssertionError wrong) {
                    throw wrong;
                }
                throw failed;
            }
        }
    }

    /** Returns when every subscriber has heard of it. */
    private static void move(
            Fleet fleet, Population population, Random random, RestV4 amocrm, List<GraphqlSocket> sockets) {
        Set<String> moved = new HashSet<>();
        for (int i = 0; i < MOVES; i++) {
            String lead =
                    population.leads().get(random.nextInt(population.leads().size()));
            String[] target = population
                    .statuses()
                    .get(random.nextInt(population.statuses().size()));
            JsonNode now = amocrm.fresh("leads/" + lead);
            // From 142 of one pipeline to 142 of another is no event: the account's hook does not name the old
            // pipeline.
            boolean same = now.path("status_id").asText().equals(target[1]);
            if (now.isObject() && !same && !moved.contains(lead)) {
                fleet.sandbox.move(Long.parseLong(lead), Long.parseLong(target[0]), Long.parseLong(target[1]));
                moved.add(lead);
            }
        }
        for (GraphqlSocket socket : sockets) {
            Set<String> heard = new HashSet<>();
            while (!heard.equals(moved)) {
                heard.add(socket.stageChange().path("leadId").asText());
            }
        }
    }
}
