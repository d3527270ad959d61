package camp.elbrusboot.gateway.feed;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.WebhookState;
import camp.elbrusboot.gateway.crm.WebhookStates;
import camp.elbrusboot.gateway.eventlog.RepairStanding;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How it stands with the repair and the webhook of each account, as this replica has read it last. */
@ApplicationScoped
class Standings implements WebhookStates {
    private final Map<AccountRef, RepairStanding> known = new ConcurrentHashMap<>();
    private final MeterRegistry meters;
    private final Clock clock;

    Standings(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public WebhookState of(AccountRef account) {
        RepairStanding standing = known.get(account);
        return standing == null ? WebhookState.UNKNOWN : standing.webhook();
    }

    void take(RepairStanding standing) {
        if (known.put(standing.account(), standing) == null) {
            show(standing.account());
        }
    }

    void seen(AccountRef account, Instant until) {
        take(new RepairStanding(account, until, of(account)));
    }

    /** Of an account of which it is known how much was seen. */
    void webhook(AccountRef account, WebhookState state) {
        known.computeIfPresent(account, (ref, before) -> new RepairStanding(ref, before.seenUntil(), state));
    }

    private void show(AccountRef account) {
        Gauge.builder("gateway.repair.lag", known, all -> lag(all.get(account)))
                .description("Age of the end of the last window of amoCRM's event feed that was read")
                .baseUnit("seconds")
                .tag("account", account.toString())
                .register(meters);
        for (WebhookState state : WebhookState.values()) {
            Gauge.builder("gateway.webhook.state", known, all -> of(account) == state ? 1 : 0)
                    .description("Whether amoCRM sends webhooks to the gateway: 1 for what holds")
                    .tag("account", account.toString())
                    .tag("state", state.name())
                    .register(meters);
        }
    }

    private double lag(@Nullable RepairStanding standing) {
        return standing == null
                ? 0
                : Duration.between(standing.seenUntil(), clock.instant()).toSeconds();
    }
}
