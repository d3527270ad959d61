package camp.elbrusboot.gateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void countsAcceptedAndRefusedCallsAndNoControlCalls() {
        try (var sandbox = Sandbox.start(SandboxSettings.crmAlone())) {
            var client = new Client(sandbox.url());
            for (int i = 0; i < 10; i++) {
                client.get("/at/elbrusbootcamp.amocrm.ru/api/v4/account");
                client.get("/sandbox/settings");
            }
            var rate = client.json("/sandbox/rate");
            assertThat(rate.path("maxInAnySecond").asInt()).isEqualTo(10);
            assertThat(rate.path("rejected429").asInt()).isEqualTo(3);
            assertThat(rate.path("total").asInt()).isEqualTo(10);

            assertThat(client.post("/sandbox/rate/reset", "").statusCode()).isEqualTo(204);
            client.post("/oauth2/access_token", "{}");
            client.get("/at/www.amocrm.ru/oauth?client_id=" + Integration.CLIENT_ID);
            assertThat(client.json("/sandbox/rate").toString())
                    .isEqualTo("{\"maxInAnySecond\":1,\"rejected429\":1,\"total\":1}");
        }
    }

    @Test
    void slidesAHalfOpenSecondOverArrivalsInAnyOrder() {
        var arrivals = new Arrivals();
        long start = Long.MAX_VALUE - SECOND / 2;
        assertThat(most(arrivals)).isZero();
        for (long offset : new long[] {900_000_000L, 0, SECOND, SECOND + 899_999_999L, SECOND + 900_000_000L}) {
            arrivals.arrived(start - 2 * SECOND + offset);
        }
        assertThat(most(arrivals)).isEqualTo(3);
        arrivals.reset();
        arrivals.arrived(0);
        arrivals.arrived(SECOND);
        assertThat(most(arrivals)).isEqualTo(1);
        arrivals.arrived(SECOND - 1);
        assertThat(most(arrivals)).isEqualTo(2);
    }

    @Test
    void keepsThePeakOfWhatItHasForgotten() {
        var arrivals = new Arrivals();
        for (int i = 0; i < 9; i++) {
            arrivals.arrived(i);
        }
        for (long i = 1; i <= 3L * Arrivals.MOST_KEPT; i++) {
            arrivals.arrived(i * SECOND);
        }
        assertThat(most(arrivals)).isEqualTo(9);
        assertThat(arrivals.document().path("total").asLong()).isEqualTo(9 + 3L * Arrivals.MOST_KEPT);
    }

    private static int most(Arrivals arrivals) {
        return arrivals.document().path("maxInAnySecond").asInt();
    }
}
