package camp.elbrusboot.gateway.amocrm.http;

import camp.elbrusboot.gateway.crm.AccountRef;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Tells the operator how each account is read: a line for each way when it is taken for the first time, a gauge that is 1
 * for what holds. Where amoCRM's flag is wrong, two ways take turns every ten minutes.
 */
@ApplicationScoped
public class Strategies {
    private static final Logger LOG = Logger.getLogger(Strategies.class);

    private final MeterRegistry meters;
    private final Map<AccountRef, AtomicReference<Strategy>> current = new ConcurrentHashMap<>();
    private final Set<Told> told = ConcurrentHashMap.newKeySet();

    Strategies(MeterRegistry meters) {
        this.meters = meters;
    }

    /** How many entities of an account are read by their ids. */
    public enum Strategy {
        FILTER("v4-filter", "through the filters of API v4"),
        LEGACY("v2-ids", "through API v2, since amoCRM's option \"API filtering\" is off"),
        SINGLES("v4-singles", "one by one, since amoCRM's option \"API filtering\" is off and API v2 is not served"),
        V2("v2", "through API v2, as its settings say");

        private final String label;
        private final String words;

        Strategy(String label, String words) {
            this.label = label;
            this.words = words;
        }
    }

    public void use(AccountRef account, Strategy strategy) {
        if (current.computeIfAbsent(account, this::show).getAndSet(strategy) != strategy) {
            LOG.logf(
                    told.add(new Told(account, strategy)) ? Logger.Level.INFO : Logger.Level.DEBUG,
                    "Account %s: leads and contacts are read by their ids %s",
                    account,
                    strategy.words);
        }
    }

    private record Told(AccountRef account, Strategy strategy) {}

    private AtomicReference<Strategy> show(AccountRef account) {
        AtomicReference<Strategy> holds = new AtomicReference<>();
        for (Strategy strategy : Strategy.values()) {
            Gauge.builder("gateway.upstream.strategy", holds, h -> h.get() == strategy ? 1 : 0)
                    .description("How many entities of an account are read by their ids: 1 for what holds")
                    .tag("account", account.toString())
                    .tag("strategy", strategy.label)
                    .register(meters);
        }
        return holds;
    }
}
