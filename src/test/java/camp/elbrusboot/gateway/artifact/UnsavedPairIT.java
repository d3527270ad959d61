package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** PostgreSQL refuses a commit at the worst moment: when amoCRM has given a pair and killed the one before. */
@Timeout(200)
class UnsavedPairIT extends Standalone {
    private static final String FAIL_ONCE = """
            create sequence commits;
            create function fail_once() returns trigger language plpgsql as $$
              begin
                if nextval('commits') = 1 then raise exception 'a commit that fails'; end if;
                return null;
              end $$;
            create constraint trigger fail_once after update of refresh_token on account_token
              deferrable initially deferred for each row execute function fail_once();
            """;

    /**
     * A query whose token was refused buys a pair. Another, which knows nothing of the refusal, asks for the stored token
     * meanwhile and waits for the row: what it finds and commits is not the pair.
     */
    @Test
    void keepsThePairForWhoHasBoughtItWhateverOthersCommitMeanwhile() throws Exception {
        settings.put("gateway.account.authorization-code", sandbox.authorizationCode());
        try (GatewayProcess gateway = start()) {
            assertThat(nameIn(freshLead(gateway))).isNotEmpty();
            database.execute(FAIL_ONCE);
            int before = sandbox.requests();
            sandbox.fault("{\"kind\":\"slow-reply\",\"delayMs\":2000,\"path\":\"/oauth2/access_token\",\"times\":1}");
            sandbox.fault("{\"kind\":\"status\",\"status\":401,\"path\":\"/api/v4/\",\"times\":1}");

            CompletableFuture<Answer> buyer = gateway.ask("{ it: lead(id: \"30000001\") { id } }");
            await().atMost(20, TimeUnit.SECONDS)
                    .until(() -> !sandbox.tokenCallsSince(before).isEmpty());
            CompletableFuture<Answer> other = gateway.ask("{ it: lead(id: \"30000002\") { id } }");

            assertThat(buyer.get(60, TimeUnit.SECONDS).codes()).isEmpty();
            assertThat(other.get(60, TimeUnit.SECONDS).codes()).isEmpty();
            assertThat(sandbox.tokenCallsSince(before)).containsExactly(200);
            assertThat(log()).contains("a new token pair could not be stored; trying again");
        }
        // The chain goes on.
        database.execute("update account_token set access_expires_at = now()");
        try (GatewayProcess gateway = start()) {
            assertThat(nameIn(freshLead(gateway))).isNotEmpty();
        }
    }

    /** What an orchestrator does to each replica, at any moment. */
    @Test
    void storesThePairThatIsOnItsWayBeforeTheProcessEnds() throws Exception {
        settings.put("gateway.account.authorization-code", sandbox.authorizationCode());
        String stored = "select encode(refresh_token, 'hex') from account_token";
        String before;
        try (GatewayProcess gateway = start()) {
            assertThat(nameIn(freshLead(gateway))).isNotEmpty();
            before = database.value(stored);
            int requests = sandbox.requests();
            sandbox.fault("{\"kind\":\"slow-reply\",\"delayMs\":3000,\"path\":\"/oauth2/access_token\",\"times\":1}");
            sandbox.fault("{\"kind\":\"status\",\"status\":401,\"path\":\"/api/v4/\",\"times\":1}");
            CompletableFuture<Answer> buyer = gateway.ask("{ it: lead(id: \"30000001\") { id } }");
            await().atMost(20, TimeUnit.SECONDS)
                    .until(() -> !sandbox.tokenCallsSince(requests).isEmpty());

            gateway.terminate();
            buyer.cancel(true);
        }
        sandbox.noFaults();
        assertThat(database.value(stored)).isNotNull().isNotEqualTo(before);
        database.execute("update account_token set access_expires_at = now()");
        try (GatewayProcess gateway = start()) {
            assertThat(nameIn(freshLead(gateway))).isNotEmpty();
        }
    }
}
