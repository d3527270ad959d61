package camp.elbrusboot.gateway.budget;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplicasTest {
    private static final long GRACE = Timing.grace(1_500);

    @Test
    void areNeverFewerThanTheSettingsSay() {
        Replicas replicas = new Replicas(3, GRACE);
        for (long now = 0; now < 60_000; now += Timing.BEAT) {
            replicas.heard(1, now);
        }
        assertThat(replicas.count()).isEqualTo(3);
        replicas.heard(4, 60_000);
        assertThat(replicas.count()).isEqualTo(4);
        assertThat(new Replicas(0, GRACE).count()).isEqualTo(1);
    }

    /** A Redis that was restarted without its data has heard nobody yet but who asks. */
    @Test
    void areNotForgottenWithTheContentsOfRedis() {
        Replicas replicas = new Replicas(1, GRACE);
        replicas.heard(5, 0);
        replicas.heard(1, 1_000);
        replicas.heard(2, 1_000 + GRACE - 1);
        assertThat(replicas.count()).isEqualTo(5);
        replicas.heard(5, 1_000 + GRACE);
        replicas.heard(1, 20_000);
        assertThat(replicas.count()).isEqualTo(5);
    }

    @Test
    void becomeFewerWhenSomeAreGoneForAWhile() {
        Replicas replicas = new Replicas(1, GRACE);
        replicas.heard(5, 0);
        replicas.heard(4, 1_000);
        replicas.heard(3, 1_000 + GRACE);
        assertThat(replicas.count()).isEqualTo(3);
    }
}
