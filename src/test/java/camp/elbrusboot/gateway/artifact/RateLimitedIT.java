package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callers get while amoCRM answers 429 to everything. */
@Timeout(300)
class RateLimitedIT extends Standalone {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void answersWithWhatItHasAndOtherwiseSaysWhenToComeAgain() throws Exception {
        settings.put("gateway.account.authorization-code", sandbox.authorizationCode());
        settings.put("gateway.cache.leads", "500ms");
        try (GatewayProcess gateway = start()) {
            String before = freshLead(gateway);
            assertThat(nameIn(before)).isNotEmpty();
            sandbox.fault("{\"kind\":\"status\",\"status\":429,\"path\":\"/api/v4\"}");
            int requests = sandbox.requests();

            // Stale by now, and amoCRM has been asked in vain.
            await().atMost(30, TimeUnit.SECONDS).until(() -> {
                assertThat(nameIn(lead(gateway))).isEqualTo(nameIn(before));
                return sandbox.requestsSince(requests).stream().anyMatch(request -> request.endsWith(" 429"));
            });
            assertThat(nameIn(lead(gateway))).isEqualTo(nameIn(before));

            JsonNode error = JSON.readTree(gateway.post(
                                    "/graphql", "application/json", "{\"query\":\"{ lead(id: 30000002) { id } }\"}")
                            .body())
                    .path("errors")
                    .path(0)
                    .path("extensions");
            assertThat(error.path("code").asText()).isEqualTo("UPSTREAM_RATE_LIMITED");
            assertThat(error.path("retryable").asBoolean()).isTrue();
            assertThat(error.path("retryAfterMs").asLong()).isPositive();
        }
    }
}
