package camp.elbrusboot.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TokenBucketsTest {
    private final Hand clock = new Hand();
    private final TokenBuckets buckets = new TokenBuckets(2, 3, 4, clock);

    private static final class Hand extends Clock {
        private Instant now = Instant.parse("2026-11-24T12:00:00Z");

        void move(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private void empty(Object key) {
        for (int i = 0; i < 3; i++) {
            assertThat(buckets.take(key)).isZero();
        }
        assertThat(buckets.take(key)).isPositive();
    }

    @Test
    void letsABurstThroughAndThenTheRate() {
        empty("a");
        clock.move(Duration.ofMillis(499));
        assertThat(buckets.take("a")).isEqualTo(1);
        clock.move(Duration.ofMillis(1));
        assertThat(buckets.take("a")).isZero();
        assertThat(buckets.take("a")).isEqualTo(1);
        clock.move(Duration.ofHours(1));
        empty("a");
    }

    @Test
    void keepsKeysApart() {
        empty("a");
        empty("b");
    }

    @Test
    void costsNobodyAnythingThatTheClockIsSetBack() {
        empty("a");
        clock.move(Duration.ofHours(-1));
        assertThat(buckets.take("a")).isEqualTo(1);
        clock.move(Duration.ofMillis(500));
        assertThat(buckets.take("a")).isZero();
    }

    @Test
    void remembersNoMoreThanSoMany() {
        for (int key = 0; key < 10_000; key++) {
            assertThat(buckets.take(key)).isZero();
        }
        assertThat(buckets.size()).isLessThanOrEqualTo(4);
    }
}
