package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import camp.elbrusboot.gateway.journey.SandboxControl;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How soon webhooks are answered: one replica, a PostgreSQL that writes to the disk before it says so, and whoever sends, all
 * on this machine. Deliveries leave by a timetable, whatever becomes of those before, and are timed from when they were due, so
 * that a pause counts for all that would have come in it. Run by {@code ./mvnw verify -Dquick -Pbench}.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class IntakeBenchmark {
    private static final int A_SECOND = Integer.getInteger("bench.webhooks.rate", 300);
    private static final int WARM_UP_SECONDS = Integer.getInteger("bench.warm.up.seconds", 20);
    private static final int SECONDS = Integer.getInteger("bench.seconds", 60);
    private static final long FIRST_LEAD = 50_000_000;
    private static final Map<String, String> DURABLE =
            Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger leads = new AtomicInteger();
    private URI address;

    @Test
    void answersWebhooks() throws Exception {
        try (OwnPostgres postgres = new OwnPostgres(DURABLE);
                // Not what the tests set so that a busy machine fails none.
                Fleet fleet = new Fleet(
                        IntakeBenchmark.class, postgres.settings(), 1, Map.of("gateway.log.patience", "2s"))) {
            assertThat(fleet.database.value("show fsync")).isEqualTo("on");
            assertThat(fleet.database.value("show synchronous_commit")).isEqualTo("on");
            address = URI.create(fleet.webhook(0));
            new Load(WARM_UP_SECONDS).run();
            double transactions = fleet.replica(0).metric("gateway_inbox_batch_count", "");

            Load load = new Load(SECONDS);
            load.run();

            System.out.printf("IntakeBenchmark: %s%n", load);
            System.out.printf(
                    "IntakeBenchmark: %.0f transactions; load average of the machine %.2f, %d processors%n",
                    fleet.replica(0).metric("gateway_inbox_batch_count", "") - transactions,
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                    Runtime.getRuntime().availableProcessors());
            assertThat(fleet.database.value("select count(*) from stage_change"))
                    .isEqualTo(Integer.toString(leads.get() - load.refused.get()));
        }
    }

    /** So many seconds of deliveries. */
    private final class Load {
        private final long[] nanoseconds;
        private final AtomicInteger refused = new AtomicInteger();
        private final AtomicInteger sent = new AtomicInteger();
        private final CountDownLatch answers;
        private long begin;

        Load(int seconds) {
            nanoseconds = new long[seconds * A_SECOND];
            answers = new CountDownLatch(nanoseconds.length);
        }

        void run() throws InterruptedException {
            ScheduledExecutorService timetable = Executors.newSingleThreadScheduledExecutor();
            begin = System.nanoTime();
            // What is late is made up for, one right after the other.
            var unused = timetable.scheduleAtFixedRate(
                    this::send, 0, TimeUnit.SECONDS.toNanos(1) / A_SECOND, TimeUnit.NANOSECONDS);
            assertThat(answers.await(10, TimeUnit.MINUTES)).isTrue();
            timetable.shutdownNow();
        }

        private void send() {
            int number = sent.getAndIncrement();
            if (number >= nanoseconds.length) {
                return;
            }
            long due = begin + number * (TimeUnit.SECONDS.toNanos(1) / A_SECOND);
            var unused = http.sendAsync(delivery(), HttpResponse.BodyHandlers.discarding())
                    .handle((answer, failure) -> {
                        nanoseconds[number] = System.nanoTime() - due;
                        if (failure != null || answer.statusCode() / 100 != 2) {
                            refused.incrementAndGet();
                        }
                        answers.countDown();
                        return null;
                    });
        }

        @Override
        public String toString() {
            long[] sorted = nanoseconds.clone();
            Arrays.sort(sorted);
            return "%d deliveries at %d a second; answered after p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, at most %.1f ms; %d not 2xx"
                    .formatted(
                            sorted.length,
                            A_SECOND,
                            milliseconds(sorted, 0.5),
                            milliseconds(sorted, 0.99),
                            milliseconds(sorted, 0.999),
                            milliseconds(sorted, 1),
                            refused.get());
        }

        private static double milliseconds(long[] sorted, double part) {
            return sorted[(int) Math.ceil(part * sorted.length) - 1] / 1e6;
        }
    }

    /** As amoCRM writes it (docs/AMOCRM.md, 4.2), of a lead that has not moved before. */
    private HttpRequest delivery() {
        String account = SandboxControl.ACCOUNT;
        String lead = "leads%5Bstatus%5D%5B0%5D%5B";
        String body = lead + "id%5D=" + (FIRST_LEAD + leads.getAndIncrement()) + "&" + lead + "name%5D=test&" + lead
                + "status_id%5D=142&" + lead + "old_status_id%5D=21234454&" + lead + "price%5D=28000&" + lead
                + "responsible_user_id%5D=2425147&" + lead + "last_modified%5D=1700000000&" + lead
                + "modified_user_id%5D=2425147&" + lead + "created_user_id%5D=2425147&" + lead
                + "date_create%5D=1690000000&" + lead + "pipeline_id%5D=1309792&" + lead + "account_id%5D=" + account
                + "&" + lead + "created_at%5D=1690000000&" + lead + "updated_at%5D=1700000000"
                + "&account%5Bsubdomain%5D=elbrusbootcamp&account%5Bid%5D=" + account
                + "&account%5B_links%5D%5Bself%5D=https%3A%2F%2Felbrusbootcamp.amocrm.ru";
        return HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("User-Agent", "amoCRM-Webhooks/3.0")
                .header("X-Amocrm-Requestid", "bench-" + leads.get())
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
