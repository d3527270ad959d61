package camp.elbrusboot.gateway.account;

import camp.elbrusboot.gateway.crm.AccountRef;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Keeps chains of tokens alive while nobody asks, and warns before one ends. */
@ApplicationScoped
public class Chains {
    private static final Logger LOG = Logger.getLogger(Chains.class);

    private static final Duration WATCH = Duration.ofHours(1);

    /** Three months (section 1.3), the shortest that three months are. */
    private static final Duration REFRESH_TOKEN_LIVES = Duration.ofDays(89);

    private final Accounts accounts;
    private final TokenChain chain;
    private final Bearers bearers;
    private final KeyRing keys;
    private final TokensConfig config;
    private final Clock clock;
    private final Vertx vertx;
    private final MeterRegistry meters;
    private final Map<AccountRef, Instant> ends = new ConcurrentHashMap<>();

    Chains(
            Accounts accounts,
            TokenChain chain,
            Bearers bearers,
            KeyRing keys,
            TokensConfig config,
            Clock clock,
            Vertx vertx,
            MeterRegistry meters) {
        this.accounts = accounts;
        this.chain = chain;
        this.bearers = bearers;
        this.keys = keys;
        this.config = config;
        this.clock = clock;
        this.vertx = vertx;
        this.meters = meters;
    }

    /**
     * Encrypts with the current key what is not, as far as the ring has the keys. Never fails: it is done again before
     * long, and until then what is under another key can be read, too.
     */
    public Uni<Void> reseal() {
        if (keys.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return chain.reseal()
                .invoke(rows -> {
                    if (rows > 0) {
                        LOG.infof("%d rows of secrets were encrypted with the key \"%s\"", rows, keys.current());
                    }
                })
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf(
                            "Secrets were not re-encrypted: %s",
                            failure.getClass().getSimpleName());
                    return 0;
                })
                .replaceWithVoid();
    }

    /** From now on. Asking for a bearer renews an access token that ends, and with it the refresh token. */
    public void watch() {
        vertx.setPeriodic(WATCH.toMillis(), timer -> {
            reseal().subscribe().with(done -> {});
            accounts.all().forEach(this::look);
        });
        accounts.all().forEach(this::look);
    }

    /** Renews what is due, and learns when the authorization ends. */
    public void look(AccountRef ref) {
        Uni.createFrom()
                .deferred(() -> bearers.bearer(ref))
                .onFailure()
                .recoverWithNull()
                .flatMap(token -> end(ref))
                .subscribe()
                .with(
                        end -> end.ifPresentOrElse(moment -> note(ref, moment), () -> ends.remove(ref)),
                        failure -> LOG.warnf(
                                "Account %s: its tokens cannot be looked at: %s",
                                ref, failure.getClass().getSimpleName()));
    }

    private Uni<Optional<Instant>> end(AccountRef ref) {
        ConnectedAccount account = accounts.connected(ref);
        Integration integration = account.integration();
        if (account.longLivedToken().isPresent() || integration == null) {
            return Uni.createFrom().item(bearers.expiry(ref));
        }
        return chain.newestPair(ref, integration).map(pair -> pair.map(at -> at.plus(REFRESH_TOKEN_LIVES)));
    }

    private void note(AccountRef ref, Instant end) {
        if (ends.put(ref, end) == null) {
            Gauge.builder("gateway.account.authorization.left", ends, all -> {
                        Instant known = all.get(ref);
                        return known == null
                                ? 0
                                : Duration.between(clock.instant(), known).toSeconds();
                    })
                    .description("Until an administrator has to connect the account again, if nothing is refreshed")
                    .baseUnit("seconds")
                    .tag("account", ref.toString())
                    .register(meters);
        }
        if (ending(ref).isPresent()) {
            LOG.warnf(
                    "Account %s: its authorization ends at %s. Unless it can be refreshed before, an administrator has"
                            + " to connect it again",
                    ref, end);
        }
    }

    /** When the authorization ends, where that is before long. */
    Optional<Instant> ending(AccountRef ref) {
        return Optional.ofNullable(ends.get(ref))
                .filter(end -> clock.instant().plus(config.warnAhead()).isAfter(end));
    }
}
