package camp.elbrusboot.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that say what they want letter by letter, or never. The deadline is a second here. */
@QuarkusTest
@TestProfile(FrontDoor.class)
@Timeout(60)
class SlowClientTest {
    private static final String UPGRADE = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n";
    private static final String QUERY = "{\"query\":\"{ __typename }\"}";

    @Inject
    MeterRegistry meters;

    @TestHTTPResource(value = "/", management = true)
    URL management;

    private double closed(String reason) {
        return meters.counter("gateway.http.closed", "reason", reason).count();
    }

    /** A byte now and then until the other side closes; how many milliseconds that took. */
    private static long drip(RawConnection connection, String text) {
        long began = System.nanoTime();
        for (int i = 0; ; i++) {
            boolean open = connection.send(text.substring(i % text.length(), i % text.length() + 1));
            if (!open || connection.closesWithin(100)) {
                return (System.nanoTime() - began) / 1_000_000;
            }
            assertThat(i).as("bytes").isLessThan(100);
        }
    }

    private static void assertDeadline(long millis) {
        assertThat(millis).isBetween(700L, 6_000L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /graphql HTTP/1.1\r\nHost: localhost\r\nX: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy",
                "GET /graphql HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyy",
                "POST /webhooks/amocrm/21234439/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "PRI * HTTP/2.0\r\n\r\nSM",
                "\r\n",
            })
    void isClosedThatSendsItsHeadByteByByte(String head) {
        double before = closed("head");
        try (RawConnection slow = RawConnection.open()) {
            assertDeadline(drip(slow, head));
        }
        assertThat(closed("head")).isEqualTo(before + 1);
    }

    @Test
    void isClosedThatSaysNothing() {
        try (RawConnection silent = RawConnection.open()) {
            assertThat(silent.closesWithin(200)).isFalse();
            assertThat(silent.closesWithin(6_000)).isTrue();
        }
    }

    @Test
    void isClosedThatBeginsASecondHeadAndDoesNotEnd() {
        try (RawConnection slow = RawConnection.open()) {
            assertThat(slow.post("/graphql", QUERY).status()).isPositive();
            assertDeadline(drip(slow, "POST /graphql HTTP/1.1\r\nX: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"));
        }
    }

    @Test
    void isClosedThatGoesOnWithABodyAfterItsAnswer() {
        double before = closed("body");
        try (RawConnection slow = RawConnection.from("127.0.0.5")) {
            slow.send(
                    "POST /webhooks/amocrm/21234439/wrong HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n");
            assertThat(slow.answer().status()).isEqualTo(404);
            assertDeadline(drip(slow, "a"));
        }
        assertThat(closed("body")).isEqualTo(before + 1);
    }

    @Test
    void isLeftAloneBetweenItsRequests() {
        try (RawConnection idle = RawConnection.open();
                RawConnection operator = RawConnection.from("127.0.0.1", management.getPort());
                RawConnection socket = RawConnection.open()) {
            socket.send("GET /graphql HTTP/1.1\r\nHost: localhost\r\n" + UPGRADE + "\r\n");
            assertThat(socket.answer().status()).isEqualTo(101);
            for (int i = 0; i < 2; i++) {
                assertThat(idle.post("/graphql", QUERY).status()).isPositive();
                assertThat(idle.post("/no/such/path", QUERY).status()).isEqualTo(404);
                assertThat(idle.get("/graphql").status()).isEqualTo(401);
                assertThat(operator.get("/q/health/live").status()).isEqualTo(200);
                // A ping, with the mask that clients need: bytes that are no head.
                assertThat(socket.send(new byte[] {(byte) 0x89, (byte) 0x80, 0, 0, 0, 0}))
                        .isTrue();
                // One and a half times the deadline.
                assertThat(idle.closesWithin(1_500)).isFalse();
            }
            assertThat(idle.get("/no/such/path").status()).isEqualTo(404);
            assertThat(operator.get("/q/health/live").status()).isEqualTo(200);
            assertThat(socket.closesWithin(1_500)).isFalse();
        }
    }

    @Test
    void isLeftAloneOverHttp2() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/no/such"))
                .build();
        double before = closed("head");
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            try (RawConnection silent = RawConnection.open()) {
                assertThat(silent.closesWithin(6_000)).isTrue();
            }
        }
        assertThat(closed("head")).isEqualTo(before + 2);
    }

    @Test
    void isLeftAloneWhileItIsAskedToGoOn() {
        try (RawConnection careful = RawConnection.open()) {
            careful.send("POST /graphql HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                    + "Authorization: " + Tokens.bearer() + "\r\n"
                    + "Content-Type: application/json\r\nContent-Length: " + QUERY.length() + "\r\n\r\n");
            assertThat(careful.answer().status()).isEqualTo(100);
            careful.send(QUERY);
            assertThat(careful.answer().status()).isPositive();
            assertThat(careful.closesWithin(1_500)).isFalse();
        }
    }

    @Test
    void isClosedAtThePortOfTheManagementToo() {
        try (RawConnection first = RawConnection.from("127.0.0.1", management.getPort())) {
            assertThat(first.get("/q/health/live").status()).isEqualTo(200);
        }
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            try (RawConnection silent = RawConnection.from("127.0.0.1", management.getPort())) {
                assertThat(silent.closesWithin(3_000)).isTrue();
            }
        });
    }

    @Test
    void hasNoMoreThanSoManyConnections() {
        double before = closed("address");
        List<RawConnection> open = new ArrayList<>();
        try {
            for (int i = 0; i < FrontDoor.CONNECTIONS; i++) {
                open.add(RawConnection.from("127.0.0.6"));
                assertThat(open.get(i).get("/no/such/path").status()).isEqualTo(404);
            }
            try (RawConnection refused = RawConnection.from("127.0.0.6");
                    RawConnection neighbour = RawConnection.from("127.0.0.7")) {
                assertThat(refused.get("/no/such/path").status()).isZero();
                assertThat(neighbour.get("/no/such/path").status()).isEqualTo(404);
            }
        } finally {
            open.forEach(RawConnection::close);
        }
        assertThat(closed("address")).isEqualTo(before + 1);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            try (RawConnection next = RawConnection.from("127.0.0.6")) {
                assertThat(next.get("/no/such/path").status()).isEqualTo(404);
            }
        });
    }
}
