package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import camp.elbrusboot.gateway.journey.SandboxControl;
import camp.elbrusboot.gateway.journey.Tokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers who may see different things ask the same at the same time, over and over: none sees what is another's. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class CallersApartIT {
    private static final int ROUNDS = Integer.getInteger("callers.rounds", 500);
    private static final long SEED = Long.getLong("callers.seed", System.nanoTime());
    private static final int AT_ONCE = 16;
    private static final int SHOWN = 5;

    private static final String QUERY = "{\"query\":\"{ account { id } lead(id: 26331366) { id name pipeline { id }"
            + " contacts { id name email customFields { name values { text } } } } contact(id: 46925315) { id name phones { value } }"
            + " leads(first: 3) { nodes { id name pipeline { id } } } pipelines { id name } }\"}";

    /** What is different in two right answers to the same question. */
    private static final String MOMENT = ",\"extensions\":\\{\"freshness\":\\{[^}]*}}|\"traceId\":\"[^\"]*\"";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private record Somebody(String name, String token, String account) {}

    @Test
    void seeWhatIsTheirsAndNothingElse() throws Exception {
        System.out.printf("CallersApartIT: -Dcallers.rounds=%d -Dcallers.seed=%d%n", ROUNDS, SEED);
        String readers = "roles=crm.read,crm.pii";
        List<Somebody> callers = List.of(
                new Somebody("everything", Tokens.all(), SandboxControl.ACCOUNT),
                new Somebody("no personal data", Tokens.of(Tokens.READ), SandboxControl.ACCOUNT),
                new Somebody("one pipeline", Tokens.with(readers + "&pipelines=1984213"), SandboxControl.ACCOUNT),
                new Somebody(
                        "another account", Tokens.with(readers + "&accounts=" + Standalone.SECOND), Standalone.SECOND));
        SandboxControl sandbox = new SandboxControl();
        Map<String, String> settings = new HashMap<>();
        settings.put("gateway.accounts.second.id", Standalone.SECOND);
        settings.put("gateway.accounts.second.host", "second.amocrm.ru");
        settings.put("gateway.accounts.second.webhook-key", "the-key-of-the-second-account");
        settings.put("gateway.accounts.second.authorization-code", sandbox.authorizationCode("second.amocrm.ru"));
        try (Fleet fleet = new Fleet(CallersApartIT.class, 1, settings)) {
            Map<Somebody, String> expected = new HashMap<>();
            for (Somebody caller : callers) {
                expected.put(caller, ask(fleet, caller).get(1, TimeUnit.MINUTES));
            }
            assertThat(expected.values()).doesNotHaveDuplicates();
            assertThat(expected.get(callers.get(0)))
                    .contains("test@elbrusboot.camp")
                    .doesNotContain("\"errors\"");
            assertThat(expected.get(callers.get(1)))
                    .contains("FORBIDDEN", "\"lead\":{\"id\"")
                    .doesNotContain("test@elbrusboot.camp", "Тестов", "+7232");
            assertThat(expected.get(callers.get(2)))
                    .contains("\"lead\":null", "1984213")
                    .doesNotContain("1309792");
            assertThat(expected.get(callers.get(3)))
                    .contains("\"account\":{\"id\":\"" + Standalone.SECOND)
                    .doesNotContain("test@elbrusboot.camp");

            Queue<String> complaints = new ConcurrentLinkedQueue<>();
            Random random = new Random(SEED);
            Semaphore places = new Semaphore(AT_ONCE);
            for (int round = 0; round < ROUNDS && complaints.size() < SHOWN; round++) {
                int one = random.nextInt(callers.size());
                int other = (one + 1 + random.nextInt(callers.size() - 1)) % callers.size();
                for (Somebody caller : List.of(callers.get(one), callers.get(other))) {
                    places.acquire();
                    var unused = ask(fleet, caller).whenComplete((answer, failure) -> {
                        if (failure != null || !answer.equals(expected.get(caller))) {
                            complaints.add(caller.name() + ": " + (failure == null ? answer : failure));
                        }
                        places.release();
                    });
                }
            }
            places.acquire(AT_ONCE);
            System.out.printf(
                    "CallersApartIT: %d times two callers at once, %d complaints%n", ROUNDS, complaints.size());
            assertThat(complaints).isEmpty();
        }
    }

    private CompletableFuture<String> ask(Fleet fleet, Somebody caller) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + fleet.replica(0).port() + "/graphql"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + caller.token())
                .header("X-Amocrm-Account", caller.account())
                .POST(HttpRequest.BodyPublishers.ofString(QUERY))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> response.body().replaceAll(MOMENT, ""));
    }
}
