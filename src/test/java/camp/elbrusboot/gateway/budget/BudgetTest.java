package camp.elbrusboot.gateway.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.Priority;
import camp.elbrusboot.gateway.journey.SandboxControl;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several replicas over one Redis, against an upstream that writes down when calls arrive. */
@QuarkusTest
@Timeout(120)
class BudgetTest {
    /** That the settings allow. */
    private static final long SHORTEST_TRANSIT = 1_500;

    private static final AccountRef ACCOUNT = new AccountRef(1);
    private static final long SEED = System.nanoTime();

    @Inject
    ReactiveRedisDataSource redis;

    @Inject
    Vertx vertx;

    private final String integration = UUID.randomUUID().toString();
    private final Random random = new Random(SEED);
    private final List<Budget> replicas = new ArrayList<>();
    private final List<Long> arrivals = new CopyOnWriteArrayList<>();
    private final List<String> order = new CopyOnWriteArrayList<>();
    private final List<CrmException> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger ended = new AtomicInteger();

    @AfterEach
    void leave() {
        replicas.forEach(Budget::leave);
    }

    @Test
    void sharesSevenInAnySecondAmongReplicas() {
        fleet(3, Duration.ofMinutes(1), 200);
        for (int i = 0; i < 60; i++) {
            call(replicas.get(i % 3), Priority.INTERACTIVE, "call");
        }
        await().atMost(60, TimeUnit.SECONDS).until(() -> ended.get() == 60);

        assertThat(failures).isEmpty();
        assertThat(mostInASecond()).as("seed %d", SEED).isLessThanOrEqualTo(7);
    }

    /** Redis stops to answer in mid-run, long enough for every replica to go on with its share, and comes back. */
    @Test
    void keepsToSevenWhileRedisIsAwayAndWhenItComesBack() {
        fleet(3, Duration.ofMinutes(1), 200);
        int calls = 110;
        for (int i = 0; i < calls; i++) {
            call(replicas.get(i % 3), Priority.INTERACTIVE, "call");
        }
        await().atMost(30, TimeUnit.SECONDS).until(() -> ended.get() >= 10);
        SandboxControl.redis("CLIENT PAUSE 7000 ALL");
        await().atMost(20, TimeUnit.SECONDS).until(() -> replicas.stream().allMatch(this::isAway));
        int before = ended.get();
        await().atMost(60, TimeUnit.SECONDS).until(() -> replicas.stream().noneMatch(this::isAway));
        assertThat(ended.get()).as("calls go on without Redis").isGreaterThan(before);
        await().atMost(90, TimeUnit.SECONDS).until(() -> ended.get() == calls);

        assertThat(failures).isEmpty();
        assertThat(mostInASecond()).as("seed %d", SEED).isLessThanOrEqualTo(7);
    }

    @Test
    void letsNobodyWaitBehindWhoIsLessUrgent() {
        fleet(2, Duration.ofMinutes(1), 200);
        call(replicas.get(0), Priority.INTERACTIVE, "first");
        await().atMost(20, TimeUnit.SECONDS).until(() -> ended.get() == 1);
        // All slots are taken and the line is long before the urgent ones come, and to another replica.
        Stream.generate(() -> "prefetch").limit(24).forEach(name -> call(replicas.get(0), Priority.PREFETCH, name));
        await().atMost(20, TimeUnit.SECONDS).until(() -> order.size() >= 7);
        int atThatTime = order.size();
        for (int i = 0; i < 5; i++) {
            call(replicas.get(1), Priority.INTERACTIVE, "interactive");
        }
        await().atMost(60, TimeUnit.SECONDS).until(() -> ended.get() == 30);

        // What was granted at that very moment may still come first.
        List<String> afterwards = order.subList(atThatTime, order.size());
        assertThat(afterwards.subList(0, 7).stream().filter("interactive"::equals))
                .as("%s", afterwards)
                .hasSize(5);
    }

    @Test
    void refusesWhoCannotBeServedInTime() {
        fleet(1, Duration.ofSeconds(2), 200);
        for (int i = 0; i < 60; i++) {
            call(replicas.get(0), Priority.INTERACTIVE, "call");
        }
        await().atMost(30, TimeUnit.SECONDS).until(() -> ended.get() == 60);

        assertThat(failures).isNotEmpty().allSatisfy(failure -> {
            assertThat(failure.code()).isEqualTo(CrmErrorCode.UPSTREAM_RATE_LIMITED);
            assertThat(failure.retryAfter()).isNotNull().isPositive();
        });
    }

    @Test
    void refusesTheLeastUrgentOfAFullLine() {
        fleet(1, Duration.ofMinutes(1), 5);
        Budget replica = replicas.get(0);
        Stream.generate(() -> Priority.PREFETCH).limit(5).forEach(p -> call(replica, p, "prefetch"));
        call(replica, Priority.INTERACTIVE, "interactive");
        call(replica, Priority.PREFETCH, "late");
        await().atMost(10, TimeUnit.SECONDS).until(() -> failures.size() == 2);
        await().atMost(30, TimeUnit.SECONDS).until(() -> ended.get() == 7);

        assertThat(order).contains("interactive").doesNotContain("late");
    }

    @Test
    void makesNoCallForWhoHasGone() {
        fleet(1, Duration.ofMinutes(1), 200);
        Cancellable gone = replicas.get(0)
                .spend(spender(Priority.INTERACTIVE), () -> upstream("gone"))
                .subscribe()
                .with(done -> {});
        gone.cancel();
        call(replicas.get(0), Priority.PREFETCH, "other");
        await().atMost(20, TimeUnit.SECONDS).until(() -> ended.get() == 1);

        assertThat(order).containsExactly("other");
    }

    /** Who goes away while a call is on its way does not call it back. */
    @Test
    void keepsTheSlotsOfCallsThatWereCancelledOnTheirWay() {
        fleet(1, Duration.ofMinutes(1), 200);
        List<Cancellable> gone = new ArrayList<>();
        AtomicInteger sent = new AtomicInteger();
        for (int i = 0; i < 7; i++) {
            gone.add(replicas.get(0)
                    .spend(spender(Priority.INTERACTIVE), () -> {
                        sent.incrementAndGet();
                        return arriving(1_300);
                    })
                    .subscribe()
                    .with(done -> {}));
        }
        await().atMost(20, TimeUnit.SECONDS).until(() -> sent.get() == 7);
        gone.forEach(Cancellable::cancel);
        for (int i = 0; i < 7; i++) {
            replicas.get(0)
                    .spend(spender(Priority.INTERACTIVE), () -> arriving(1))
                    .subscribe()
                    .with(done -> {});
        }
        await().atMost(30, TimeUnit.SECONDS).until(() -> arrivals.size() == 14);

        assertThat(mostInASecond()).isLessThanOrEqualTo(7);
    }

    private Uni<String> arriving(long transit) {
        return Uni.createFrom()
                .emitter(emitter -> vertx.setTimer(transit, sent -> {
                    arrivals.add(System.nanoTime());
                    emitter.complete("answer");
                }));
    }

    /** Nor before TCP says hello again, a second after the first time. */
    @Test
    void noClientConnectsWhenTheSlotMayBeInUseAgain() {
        for (String client : List.of("amocrm-v4", "amocrm-v2", "amocrm-oauth")) {
            long connect = ConfigProvider.getConfig()
                    .getValue("quarkus.rest-client." + client + ".connect-timeout", Long.class);
            assertThat(Timing.LATE + connect).as(client).isLessThan(SHORTEST_TRANSIT - 200);
            assertThat(connect).as(client).isLessThan(1_000);
        }
    }

    /** Whether Redis is there or not: the first call that goes well after the pause ends the hold. */
    @Test
    void liftsAHoldWithoutRedisToo() {
        fleet(1, Duration.ofMinutes(1), 200);
        Budget replica = replicas.get(0);
        call(replica, Priority.INTERACTIVE, "before");
        await().atMost(20, TimeUnit.SECONDS).until(() -> ended.get() == 1);
        SandboxControl.redis("CLIENT PAUSE 7000 ALL");
        try {
            await().atMost(20, TimeUnit.SECONDS).until(() -> isAway(replica));
            hold(replica, Duration.ofMillis(300));
            call(replica, Priority.INTERACTIVE, "after");
            await().atMost(20, TimeUnit.SECONDS).until(() -> {
                if (!order.contains("after") && ended.get() > 1) {
                    ended.set(1);
                    call(replica, Priority.INTERACTIVE, "after");
                }
                return order.contains("after") && ended.get() == 2;
            });
            assertThat(isAway(replica)).isTrue();
            assertThat(held(replica)).isEmpty();
        } finally {
            await().atMost(20, TimeUnit.SECONDS).until(() -> !isAway(replica));
        }
    }

    private Optional<Hold> held(Budget replica) {
        List<Optional<Hold>> heard = new CopyOnWriteArrayList<>();
        replica.held(integration, ACCOUNT).subscribe().with(heard::add);
        await().atMost(5, TimeUnit.SECONDS).until(() -> !heard.isEmpty());
        return heard.get(0);
    }

    @Test
    void holdsAnAccountInTheWholeFleetAndTriesWithOneCall() {
        fleet(2, Duration.ofMinutes(1), 200);
        call(replicas.get(0), Priority.INTERACTIVE, "before");
        await().atMost(20, TimeUnit.SECONDS).until(() -> ended.get() == 1);
        hold(replicas.get(0), Duration.ofMinutes(5));
        call(replicas.get(1), Priority.INTERACTIVE, "held");
        await().atMost(20, TimeUnit.SECONDS).until(() -> ended.get() == 2);
        assertThat(failures).singleElement().satisfies(failure -> {
            assertThat(failure.code()).isEqualTo(CrmErrorCode.UPSTREAM_BLOCKED);
            assertThat(failure.retryAfter()).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
        });

        hold(replicas.get(0), Duration.ofMillis(1));
        AtomicInteger probes = new AtomicInteger();
        for (int i = 0; i < 6; i++) {
            replicas.get(i % 2)
                    .spend(spender(Priority.INTERACTIVE), () -> {
                        probes.incrementAndGet();
                        return Uni.createFrom().failure(new IllegalStateException("still blocked"));
                    })
                    .subscribe()
                    .with(done -> {}, failure -> ended.incrementAndGet());
        }
        await().atMost(20, TimeUnit.SECONDS).until(() -> ended.get() == 8);
        assertThat(probes).hasValue(1);

        hold(replicas.get(1), Duration.ofMillis(1));
        call(replicas.get(0), Priority.INTERACTIVE, "probe");
        await().atMost(20, TimeUnit.SECONDS).until(() -> order.contains("probe") && ended.get() == 9);
        await().atMost(20, TimeUnit.SECONDS).until(() -> {
            call(replicas.get(1), Priority.INTERACTIVE, "free");
            return order.contains("free");
        });
    }

    @Test
    void pausesTheWholeFleetAfter429() {
        fleet(2, Duration.ofMinutes(1), 200);
        call(replicas.get(0), Priority.INTERACTIVE, "before");
        await().atMost(20, TimeUnit.SECONDS).until(() -> ended.get() == 1);
        AtomicInteger slowed = new AtomicInteger();
        replicas.get(0).slowDown(integration).subscribe().with(done -> slowed.incrementAndGet());
        await().atMost(5, TimeUnit.SECONDS).until(() -> slowed.get() == 1);
        long since = System.nanoTime();
        call(replicas.get(1), Priority.INTERACTIVE, "after");
        await().atMost(20, TimeUnit.SECONDS).until(() -> ended.get() == 2);

        assertThat(arrivals.get(arrivals.size() - 1) - since).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(900));
    }

    private void fleet(int size, Duration maxWait, int queue) {
        for (int i = 0; i < size; i++) {
            Budget budget = new Budget(
                    new Settings(7, maxWait, queue, 1), redis, vertx, Clock.systemUTC(), new SimpleMeterRegistry());
            budget.beat();
            budget.join(integration);
            replicas.add(budget);
        }
    }

    private void call(Budget replica, Priority priority, String name) {
        replica.spend(spender(priority), () -> upstream(name)).subscribe().with(done -> ended.incrementAndGet(), f -> {
            failures.add((CrmException) f);
            ended.incrementAndGet();
        });
    }

    private Uni<String> upstream(String name) {
        order.add(name);
        long transit = 1L + random.nextInt(200);
        long answer = 1L + random.nextInt(100);
        return Uni.createFrom()
                .emitter(emitter -> vertx.setTimer(transit, sent -> {
                    arrivals.add(System.nanoTime());
                    vertx.setTimer(answer, answered -> emitter.complete(name));
                }));
    }

    private void hold(Budget replica, Duration pause) {
        AtomicInteger done = new AtomicInteger();
        replica.hold(integration, ACCOUNT, CrmErrorCode.UPSTREAM_BLOCKED, pause)
                .subscribe()
                .with(held -> done.incrementAndGet());
        await().atMost(5, TimeUnit.SECONDS).until(() -> done.get() == 1);
    }

    private boolean isAway(Budget replica) {
        return replica.isAway(integration);
    }

    private Spender spender(Priority priority) {
        return new Spender(integration, ACCOUNT, priority);
    }

    private int mostInASecond() {
        List<Long> sorted = arrivals.stream().sorted().toList();
        int most = 0;
        int from = 0;
        for (int to = 0; to < sorted.size(); to++) {
            while (sorted.get(to) - sorted.get(from) >= TimeUnit.SECONDS.toNanos(1)) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }

    private record Settings(int requestsPerSecond, Duration maxWait, int queue, int replicas) implements BudgetConfig {
        @Override
        public Duration transit() {
            return Duration.ofMillis(SHORTEST_TRANSIT);
        }
    }
}
