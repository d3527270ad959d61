package camp.elbrusboot.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Page;
import camp.elbrusboot.gateway.crm.RecordedStageChange;
import camp.elbrusboot.gateway.crm.StageChangeFeed;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RepairsTest {
    /** Nothing else is there to be asked. */
    @Test
    @SuppressWarnings("NullAway")
    void leavesAnAccountAloneThatHasNoEventFeedAndSaysSo() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Repairs repairs = new Repairs(
                new NoFeed(), null, null, null, null, new TestingRepairConfig(1, false), null, null, meters);

        repairs.begin(new AccountRef(7));

        assertThat(meters.get("gateway.repair.on").tag("account", "7").gauge().value())
                .isZero();
    }

    private static final class NoFeed implements StageChangeFeed {
        @Override
        public boolean isServed(AccountRef account) {
            return false;
        }

        @Override
        public Uni<Page<RecordedStageChange>> page(AccountRef account, Instant from, Instant to, int number) {
            throw new AssertionError("there is no feed");
        }
    }
}
