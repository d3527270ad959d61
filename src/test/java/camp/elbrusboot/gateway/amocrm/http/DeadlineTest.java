package camp.elbrusboot.gateway.amocrm.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DeadlineTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void endsAReadingOnTheCallersContext() {
        Deadline deadline = new Deadline(Duration.ofMillis(50), vertx);
        Context caller = vertx.getOrCreateContext();
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        List<Context> heardOn = new CopyOnWriteArrayList<>();

        caller.runOnContext(
                ignored -> deadline.of(new AccountRef(1), Uni.createFrom().nothing())
                        .subscribe()
                        .with(item -> {}, failure -> {
                            heardOn.add(Vertx.currentContext());
                            failures.add(failure);
                        }));

        await().atMost(10, TimeUnit.SECONDS).until(() -> !failures.isEmpty());
        assertThat(failures).singleElement().satisfies(failure -> assertThat(((CrmException) failure).code())
                .isEqualTo(CrmErrorCode.UPSTREAM_TIMEOUT));
        assertThat(heardOn).containsExactly(caller);
    }
}
