package camp.elbrusboot.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import camp.elbrusboot.gateway.budget.Budget;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.ProcessingException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A token works once: a call is made again only where amoCRM cannot have heard it. */
@QuarkusTest
@Timeout(60)
class TokenCallsTest {
    private static final TokenPair PAIR = new TokenPair("access", "refresh", 86_400);

    @Inject
    Budget budget;

    @Inject
    Penalties penalties;

    @Test
    void triesAgainWhenNoConnectionCameAbout() {
        Endpoint endpoint = new Endpoint(new ProcessingException(new ConnectException("timed out")), 2);

        assertThat(refreshed(endpoint)).singleElement().isInstanceOf(TokenAnswer.class);
        assertThat(endpoint.calls).hasValue(3);
    }

    @Test
    void givesUpWhenNoConnectionComesAbout() {
        Endpoint endpoint = new Endpoint(new ProcessingException(new ConnectException("timed out")), 9);

        assertThat(refreshed(endpoint)).singleElement().satisfies(failure -> assertThat(((CrmException) failure).code())
                .isEqualTo(CrmErrorCode.UPSTREAM_UNAVAILABLE));
        assertThat(endpoint.calls).hasValue(3);
    }

    @Test
    void doesNotTryAgainWhatAmocrmMayHaveHeard() {
        Endpoint endpoint = new Endpoint(new ProcessingException(new IOException("connection reset")), 1);

        assertThat(refreshed(endpoint)).singleElement().isInstanceOf(CrmException.class);
        assertThat(endpoint.calls).hasValue(1);
    }

    private List<Object> refreshed(Endpoint endpoint) {
        List<Object> outcome = new CopyOnWriteArrayList<>();
        new TokenCalls(endpoint, budget, penalties, Clock.systemUTC())
                .byRefreshToken(
                        new AccountRef(1),
                        new Integration(
                                UUID.randomUUID().toString(), "secret", "https://gateway.example/", Optional.empty()),
                        URI.create("http://amocrm.example"),
                        "spent at the first call that is heard")
                .subscribe()
                .with(outcome::add, outcome::add);
        await().atMost(30, TimeUnit.SECONDS).until(() -> !outcome.isEmpty());
        return outcome;
    }

    private static final class Endpoint implements TokenEndpoint {
        private final AtomicInteger calls = new AtomicInteger();
        private final Throwable failure;
        private final int times;

        Endpoint(Throwable failure, int times) {
            this.failure = failure;
            this.times = times;
        }

        @Override
        public Uni<TokenPair> token(String baseUrl, TokenRequest request) {
            return calls.incrementAndGet() <= times
                    ? Uni.createFrom().failure(failure)
                    : Uni.createFrom().item(PAIR);
        }

        @Override
        public Uni<Whereabouts> whereabouts(String baseUrl, String refreshToken) {
            return Uni.createFrom().failure(failure);
        }
    }
}
