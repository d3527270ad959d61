package camp.elbrusboot.gateway.amocrm.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Priority;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RememberedTest {
    private static final AccountRef ACCOUNT = new AccountRef(1);

    private final Vertx vertx = Vertx.vertx();
    private final Map<Priority, UniEmitter<? super String>> readings = new ConcurrentHashMap<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Remembered<String> remembered =
            new Remembered<>(Clock.systemUTC(), vertx, (account, priority) -> Uni.createFrom()
                    .emitter(emitter -> readings.put(priority, emitter)));

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void letsNobodyWaitForAReadingThatIsLessUrgent() {
        ask(Priority.PREFETCH);
        ask(Priority.INTERACTIVE);
        assertThat(readings).containsOnlyKeys(Priority.PREFETCH, Priority.INTERACTIVE);

        complete(Priority.INTERACTIVE, "read at once");
        await().atMost(10, TimeUnit.SECONDS).until(() -> heard.size() == 1);

        assertThat(heard).containsExactly("INTERACTIVE: read at once");
        complete(Priority.PREFETCH, "read later");
        await().atMost(10, TimeUnit.SECONDS).until(() -> heard.size() == 2);
    }

    @Test
    void joinsAReadingThatIsAsUrgentOrMore() {
        ask(Priority.SUBSCRIPTION);
        ask(Priority.SUBSCRIPTION);
        ask(Priority.PREFETCH);
        assertThat(readings).containsOnlyKeys(Priority.SUBSCRIPTION);

        complete(Priority.SUBSCRIPTION, "once");
        await().atMost(10, TimeUnit.SECONDS).until(() -> heard.size() == 3);

        readings.clear();
        ask(Priority.INTERACTIVE);
        await().atMost(10, TimeUnit.SECONDS).until(() -> heard.size() == 4);
        assertThat(readings).isEmpty();
    }

    private void complete(Priority priority, String value) {
        Objects.requireNonNull(readings.get(priority)).complete(value);
    }

    private void ask(Priority priority) {
        remembered.of(ACCOUNT, priority).subscribe().with(value -> heard.add(priority + ": " + value));
    }
}
