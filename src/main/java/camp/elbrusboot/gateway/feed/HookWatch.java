package camp.elbrusboot.gateway.feed;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.OwnWebhook;
import camp.elbrusboot.gateway.crm.OwnWebhook.Condition;
import camp.elbrusboot.gateway.crm.WebhookState;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Looks after the webhook of one account, and says in the log what has become of it: once, until it is something else. */
final class HookWatch {
    private static final Logger LOG = Logger.getLogger(HookWatch.class);

    private final AccountRef account;
    private final OwnWebhook webhook;
    private final boolean mends;
    private volatile @Nullable Object told;
    private volatile boolean mendingFails;

    HookWatch(AccountRef account, OwnWebhook webhook, RepairConfig config) {
        this.account = account;
        this.webhook = webhook;
        this.mends = config.resubscribe() && webhook.canMend();
    }

    /** Empty where amoCRM cannot be asked at the moment, so that what was known before holds. Never fails. */
    Uni<Optional<WebhookState>> look() {
        return webhook.look(account)
                .flatMap(condition -> condition == Condition.WHOLE || !mends
                        ? Uni.createFrom().item(condition)
                        : mended(condition))
                .map(condition -> Optional.of(told(condition)))
                .onFailure()
                .recoverWithItem(this::failed);
    }

    /** What it is afterwards, which is what it was where amoCRM refuses. */
    private Uni<Condition> mended(Condition before) {
        told(before);
        return webhook.mend(account)
                .invoke(done -> {
                    mendingFails = false;
                    LOG.infof("Account %s: the webhook was subscribed anew", account);
                })
                .chain(() -> webhook.look(account))
                .onFailure()
                .recoverWithItem(failure -> {
                    if (!mendingFails) {
                        mendingFails = true;
                        LOG.warnf(
                                "Account %s: the webhook cannot be subscribed anew: %s", account, failure.getMessage());
                    }
                    return before;
                });
    }

    private WebhookState told(Condition condition) {
        if (!condition.equals(told)) {
            told = condition;
            LOG.logf(
                    condition == Condition.WHOLE ? Logger.Level.INFO : Logger.Level.WARN,
                    "Account %s: %s%s",
                    account,
                    words(condition),
                    condition == Condition.WHOLE || mends ? "" : "; the README says how to subscribe it");
        }
        return switch (condition) {
            case WHOLE, PARTIAL -> WebhookState.ACTIVE;
            case DEAF, SWITCHED_OFF, MISSING -> WebhookState.DISABLED;
        };
    }

    private static String words(Condition condition) {
        return switch (condition) {
            case WHOLE -> "amoCRM sends its webhooks";
            case PARTIAL -> "the webhook does not tell of everything";
            case DEAF -> "the webhook does not tell of changed stages";
            case SWITCHED_OFF -> "amoCRM has switched the webhook off";
            case MISSING -> "amoCRM has no webhook of this gateway";
        };
    }

    private Optional<WebhookState> failed(Throwable failure) {
        CrmErrorCode code = failure instanceof CrmException crm ? crm.code() : CrmErrorCode.INTERNAL;
        if (!code.equals(told)) {
            told = code;
            LOG.warnf("Account %s: its webhook cannot be looked up: %s", account, failure.getMessage());
        }
        return code.retryable() ? Optional.empty() : Optional.of(WebhookState.UNKNOWN);
    }
}
