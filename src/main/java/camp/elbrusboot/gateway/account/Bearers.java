package camp.elbrusboot.gateway.account;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens for calls to amoCRM. Every failure is a {@link CrmException}: NEEDS_AUTHORIZATION when only an
 * administrator can help, UPSTREAM_UNAVAILABLE when the token endpoint cannot be reached.
 */
@ApplicationScoped
public class Bearers {
    private static final Duration REFUSAL_LASTS = Duration.ofSeconds(30);

    private final AccountConfig config;
    private final TokenChain chain;
    private final Clock clock;
    private final AtomicInteger authorized;
    private final Map<AccountRef, AccessToken> held = new ConcurrentHashMap<>();
    private final Map<AccountRef, Remembered> refusals = new ConcurrentHashMap<>();
    private final Map<Renewal, Uni<AccessToken>> renewals = new ConcurrentHashMap<>();

    Bearers(AccountConfig config, TokenChain chain, Clock clock, MeterRegistry meters) {
        this.config = config;
        this.chain = chain;
        this.clock = clock;
        this.authorized = meters.gauge("gateway.account.authorized", new AtomicInteger(1));
    }

    /** A token that is good for the next minutes; refreshed first when it is not. */
    public Uni<String> bearer(AccountRef account) {
        if (config.longLivedToken().isPresent()) {
            return Uni.createFrom().item(config.longLivedToken().get());
        }
        AccessToken token = held.get(account);
        if (token != null && token.livesFor(config.refreshAhead(), clock.instant())) {
            return Uni.createFrom().item(token.value());
        }
        return renew(account, null).map(AccessToken::value).onFailure().recoverWithUni(failure -> {
            // Refreshing ahead of time failed: what is held still opens amoCRM for a while.
            AccessToken old = held.get(account);
            return old != null && old.expiresAt().isAfter(clock.instant())
                    ? Uni.createFrom().item(old.value())
                    : Uni.createFrom().failure(failure);
        });
    }

    /** Another token than the one that amoCRM has just answered 401 to. */
    public Uni<String> insteadOf(AccountRef account, String rejected) {
        if (config.longLivedToken().isPresent()) {
            authorized.set(0);
            return Uni.createFrom()
                    .failure(new CrmException(
                            CrmErrorCode.NEEDS_AUTHORIZATION,
                            "amoCRM refuses the long-lived token of account " + account
                                    + ": its administrator has to issue a new one"));
        }
        held.computeIfPresent(account, (a, token) -> token.value().equals(rejected) ? null : token);
        AccessToken newer = held.get(account);
        if (newer != null) {
            return Uni.createFrom().item(newer.value());
        }
        return renew(account, rejected).map(AccessToken::value);
    }

    /** The same renewal is asked for once in this process; {@link TokenChain} sees to the other processes. */
    private Uni<AccessToken> renew(AccountRef account, @Nullable String rejected) {
        return Uni.createFrom().deferred(() -> {
            Remembered refusal = refusals.get(account);
            if (refusal != null && clock.instant().isBefore(refusal.until())) {
                return Uni.createFrom().failure(refusal.failure());
            }
            return renewals.computeIfAbsent(new Renewal(account, rejected), renewal -> chain.live(account, rejected)
                    .invoke(token -> take(account, token))
                    .onFailure(Bearers::isRefusal)
                    .invoke(failure -> remember(account, failure))
                    .onTermination()
                    .invoke(() -> renewals.remove(renewal))
                    .memoize()
                    .indefinitely());
        });
    }

    private void take(AccountRef account, AccessToken token) {
        held.put(account, token);
        refusals.remove(account);
        authorized.set(1);
    }

    /** Asking again at once would get the same answer, and cost a row lock and perhaps a call for each query. */
    private void remember(AccountRef account, Throwable failure) {
        refusals.put(account, new Remembered(failure, clock.instant().plus(REFUSAL_LASTS)));
        authorized.set(0);
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof CrmException crm && crm.code() == CrmErrorCode.NEEDS_AUTHORIZATION;
    }

    private record Remembered(Throwable failure, Instant until) {}

    private record Renewal(AccountRef account, @Nullable String rejected) {
        @Override
        public String toString() {
            return "Renewal[" + account + "]";
        }
    }
}
