package camp.elbrusboot.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.OwnWebhook;
import camp.elbrusboot.gateway.crm.WebhookState;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HookWatchTest {
    private static final AccountRef ACCOUNT = new AccountRef(1);

    private final TestingWebhook webhook = new TestingWebhook();

    @ParameterizedTest
    @CsvSource({"WHOLE, ACTIVE", "PARTIAL, ACTIVE", "DEAF, DISABLED", "SWITCHED_OFF, DISABLED", "MISSING, DISABLED"})
    void saysWhetherChangesAreTold(OwnWebhook.Condition condition, WebhookState state) {
        webhook.condition = condition;

        assertThat(look(false)).contains(state);
        assertThat(webhook.mended).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = OwnWebhook.Condition.class,
            names = {"PARTIAL", "DEAF", "SWITCHED_OFF", "MISSING"})
    void mendsOnceWhereItMay(OwnWebhook.Condition condition) {
        webhook.condition = condition;

        assertThat(look(true)).contains(WebhookState.ACTIVE);
        assertThat(look(true)).contains(WebhookState.ACTIVE);
        assertThat(webhook.mended).isEqualTo(1);
    }

    @Test
    void mendsNothingWithoutAnAddressToGive() {
        webhook.condition = OwnWebhook.Condition.MISSING;
        webhook.canMend = false;

        assertThat(look(true)).contains(WebhookState.DISABLED);
        assertThat(webhook.mended).isZero();
    }

    @Test
    void saysWhatItWasWhereAmocrmDoesNotLetItMend() {
        webhook.condition = OwnWebhook.Condition.SWITCHED_OFF;
        webhook.refusesMending = true;

        assertThat(look(true)).contains(WebhookState.DISABLED);
    }

    @ParameterizedTest
    @EnumSource(
            value = CrmErrorCode.class,
            names = {"FORBIDDEN", "NEEDS_AUTHORIZATION", "UPSTREAM_PAYMENT_REQUIRED", "UPSTREAM_BLOCKED"})
    void doesNotKnowWhereItIsNotLetLook(CrmErrorCode code) {
        webhook.failure = code;

        assertThat(look(true)).contains(WebhookState.UNKNOWN);
    }

    @Test
    void goesByWhatWasKnownWhileAmocrmIsAway() {
        webhook.failure = CrmErrorCode.UPSTREAM_UNAVAILABLE;

        assertThat(look(true)).isEmpty();
    }

    private Optional<WebhookState> look(boolean resubscribe) {
        return new HookWatch(ACCOUNT, webhook, new TestingRepairConfig(1, resubscribe))
                .look()
                .await()
                .indefinitely();
    }

    private static final class TestingWebhook implements OwnWebhook {
        private Condition condition = Condition.WHOLE;
        private @Nullable CrmErrorCode failure;
        private boolean canMend = true;
        private boolean refusesMending;
        private int mended;

        @Override
        public Uni<Condition> look(AccountRef account) {
            return failure == null
                    ? Uni.createFrom().item(condition)
                    : Uni.createFrom().failure(new CrmException(failure, "no"));
        }

        @Override
        public boolean canMend() {
            return canMend;
        }

        @Override
        public Uni<Condition> mend(AccountRef account) {
            if (refusesMending) {
                return Uni.createFrom().failure(new CrmException(CrmErrorCode.UPSTREAM_CONTRACT, "no"));
            }
            mended++;
            Condition before = condition;
            condition = Condition.WHOLE;
            return Uni.createFrom().item(before);
        }
    }
}
