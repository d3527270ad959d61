package camp.elbrusboot.gateway.reads;

import static org.awaitility.Awaitility.await;

import camp.elbrusboot.gateway.journey.SandboxControl;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Moves a handful of leads at random, with disturbances on the way of the webhooks that tell of it. */
public final class Moves implements AutoCloseable {
    private static final long PIPELINE = 1_309_792;
    private static final List<Long> STAGES = List.of(22_695_448L, 21_234_454L, 21_234_445L, 24_677_734L, 142L);
    private static final long FIRST_LEAD = 30_000_101;
    private static final int LEADS = 6;
    private static final int LONGEST_DELAY_MS = 400;
    private static final int MOST_UNDER_WAY = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SandboxControl sandbox;
    private final RestV4 amocrm;
    private final StageHistory history;
    private final Random random;
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();

    public Moves(SandboxControl sandbox, StageHistory history, Random random) {
        this.sandbox = sandbox;
        this.amocrm = new RestV4(sandbox);
        this.history = history;
        this.random = random;
        for (long lead = FIRST_LEAD; lead < FIRST_LEAD + LEADS; lead++) {
            history.begin(lead, now(lead));
        }
    }

    /**
     * So many moves, each after a pause of up to {@code longestMs}. They do not run away from their events: what has moved
     * before anybody could keep it is nothing that could be read too late.
     */
    public void some(int count, int longestMs) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            pause(random.nextInt(longestMs + 1));
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> history.underWay() < MOST_UNDER_WAY);
            disturb();
            one(false);
        }
    }

    /** After it there are no more. */
    public void last() {
        one(true);
    }

    private void one(boolean last) {
        long lead = Population.pick(random, history.leads());
        String from = history.stage(lead);
        long stage;
        do {
            stage = Population.pick(random, STAGES);
        } while (from.equals(PIPELINE + ":" + stage));
        long target = stage;
        history.move(lead, last, () -> {
            sandbox.move(lead, PIPELINE, target);
            return now(lead);
        });
    }

    private void disturb() {
        int times = 1 + random.nextInt(2);
        switch (random.nextInt(8)) {
            case 0 -> sandbox.fault("{\"kind\":\"webhook-duplicate\",\"times\":" + times + "}");
            case 1 -> sandbox.fault("{\"kind\":\"webhook-reorder\",\"times\":" + times + "}");
            case 2 ->
                sandbox.fault("{\"kind\":\"webhook-delay\",\"times\":" + times + ",\"delayMs\":"
                        + (1 + random.nextInt(LONGEST_DELAY_MS)) + "}");
            default -> {
                // Arrives as it should.
            }
        }
    }

    private StageHistory.Version now(long lead) {
        return StageHistory.Version.inAmocrm(amocrm.fresh("leads/" + lead));
    }

    private void pause(int milliseconds) throws InterruptedException {
        CountDownLatch passed = new CountDownLatch(1);
        var unused = pace.schedule(passed::countDown, milliseconds, TimeUnit.MILLISECONDS);
        passed.await();
    }

    @Override
    public void close() {
        pace.shutdownNow();
    }
}
