package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import camp.elbrusboot.gateway.journey.SandboxControl;
import camp.elbrusboot.gateway.reads.Frontend;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Moves leads at a steady pace, each round and round, and none twice within one of amoCRM's seconds. */
final class LeadRounds implements AutoCloseable {
    private static final long FIRST_LEAD = 30_001_001;
    private static final int LEADS = 400;
    private static final long PIPELINE = 1309792;
    private static final long[] STAGES = {22695448, 21234454, 21234448, 21234451};

    private final SandboxControl sandbox;
    private final Set<Long> ahead = new HashSet<>();
    private final AtomicInteger moves = new AtomicInteger();
    private final ScheduledExecutorService mover = Executors.newSingleThreadScheduledExecutor();

    /** Asks the gateway which leads are where they would go first: they begin with the stage after it. */
    LeadRounds(SandboxControl sandbox, Frontend gateway) throws Exception {
        this.sandbox = sandbox;
        String ids = LongStream.range(FIRST_LEAD, FIRST_LEAD + LEADS)
                .mapToObj(Long::toString)
                .collect(Collectors.joining(", "));
        JsonNode leads = gateway.ask("{ leadsById(ids: [" + ids + "]) { id status { statusId } } }")
                .get(1, TimeUnit.MINUTES)
                .at("/data/leadsById");
        assertThat(leads).hasSize(LEADS);
        leads.forEach(lead -> {
            if (lead.at("/status/statusId").asLong() == STAGES[0]) {
                ahead.add(lead.path("id").asLong());
            }
        });
    }

    void begin(int aSecond) {
        var unused = mover.scheduleAtFixedRate(this::move, 0, 1_000 / aSecond, TimeUnit.MILLISECONDS);
    }

    /** So many have changed their stage. */
    int moves() {
        return moves.get();
    }

    void end() throws InterruptedException {
        mover.shutdown();
        assertThat(mover.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    private void move() {
        int number = moves.get();
        long lead = FIRST_LEAD + number % LEADS;
        int stage = number / LEADS + (ahead.contains(lead) ? 1 : 0);
        sandbox.move(lead, PIPELINE, STAGES[stage % STAGES.length]);
        moves.incrementAndGet();
    }

    @Override
    public void close() {
        mover.shutdownNow();
    }
}
