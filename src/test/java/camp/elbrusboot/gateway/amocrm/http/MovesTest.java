package camp.elbrusboot.gateway.amocrm.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import camp.elbrusboot.gateway.crm.AccountRef;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MovesTest {
    private static final AccountRef ACCOUNT = new AccountRef(1);

    private final Vertx vertx = Vertx.vertx();
    private final List<UniEmitter<? super Boolean>> lookUps = new CopyOnWriteArrayList<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Moves moves =
            new Moves(account -> Uni.createFrom().emitter(emitter -> lookUps.add(emitter)), Clock.systemUTC(), vertx);

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void letsEverybodyWaitForTheLookUpUnderWay() {
        ask();
        ask();
        assertThat(lookUps).hasSize(1);
        assertThat(heard).isEmpty();

        lookUps.get(0).complete(true);

        hears("true", "true");
    }

    @Test
    void believesThatTheAccountHasStayedOnlyWhenAmocrmHasSaidSo() {
        ask();
        lookUps.get(0).fail(new IllegalStateException("nobody answers"));
        hears("failed");

        ask();
        lookUps.get(1).complete(false);
        hears("failed", "false");

        ask();
        hears("failed", "false", "false");
        assertThat(lookUps).hasSize(2);
    }

    @Test
    void asksAgainAfterTheAccountHasMoved() {
        ask();
        lookUps.get(0).complete(true);
        hears("true");
        ask();
        lookUps.get(1).complete(false);
        hears("true", "false");
    }

    private void ask() {
        moves.hasMoved(ACCOUNT).subscribe().with(moved -> heard.add(moved.toString()), failure -> heard.add("failed"));
    }

    private void hears(String... all) {
        await().atMost(10, TimeUnit.SECONDS).until(() -> heard.size() >= all.length);
        assertThat(heard).containsExactly(all);
    }
}
