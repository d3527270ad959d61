package camp.elbrusboot.gateway.account;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.Turnstile;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens for calls to amoCRM. Every failure is a {@link CrmException}: NEEDS_AUTHORIZATION when only an
 * administrator can help, UPSTREAM_UNAVAILABLE when the token endpoint cannot be reached.
 */
@ApplicationScoped
public class Bearers {
    /** A failure that may pass by itself is remembered just long enough to spare the row lock. */
    private static final Duration FAILURE_LASTS = Duration.ofSeconds(1);

    private final Accounts accounts;
    private final TokenChain chain;
    private final TokensConfig config;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Turnstile turnstile;
    private final RefusedTokens refused;
    private final Map<AccountRef, AccessToken> held = new ConcurrentHashMap<>();
    private final Map<AccountRef, Remembered> failures = new ConcurrentHashMap<>();
    private final Map<Renewal, Uni<AccessToken>> renewals = new ConcurrentHashMap<>();
    private final Map<AccountRef, Boolean> authorized = new ConcurrentHashMap<>();

    Bearers(Accounts accounts, TokenChain chain, TokensConfig config, Clock clock, MeterRegistry meters) {
        this.accounts = accounts;
        this.chain = chain;
        this.config = config;
        this.clock = clock;
        this.meters = meters;
        this.turnstile = new Turnstile(Math.max(1, config.atOnce()));
        this.refused = new RefusedTokens(clock, config.refusalLasts());
    }

    /** A token that is good for the next minutes; refreshed first when it is not. */
    public Uni<String> bearer(AccountRef ref) {
        ConnectedAccount account = accounts.connected(ref);
        if (account.longLivedToken().isPresent()) {
            String token = account.longLivedToken().get();
            return refused.rests(ref, token)
                    ? Uni.createFrom().failure(refusal(ref))
                    : Uni.createFrom().item(token);
        }
        AccessToken token = held.get(ref);
        if (token != null && token.livesFor(account.refreshAhead(), clock.instant())) {
            return Uni.createFrom().item(token.value());
        }
        return renew(ref, null).map(AccessToken::value).onFailure().recoverWithUni(failure -> {
            // Refreshing ahead of time failed: what is held still opens amoCRM for a while.
            AccessToken old = held.get(ref);
            return old != null && old.expiresAt().isAfter(clock.instant())
                    ? Uni.createFrom().item(old.value())
                    : Uni.createFrom().failure(failure);
        });
    }

    /** Another token than the one that amoCRM has just answered 401 to. */
    public Uni<String> insteadOf(AccountRef ref, String rejected) {
        if (accounts.connected(ref).longLivedToken().isPresent()) {
            return Uni.createFrom().failure(refused(ref, rejected));
        }
        held.computeIfPresent(ref, (a, token) -> token.value().equals(rejected) ? null : token);
        AccessToken newer = held.get(ref);
        if (newer != null) {
            return Uni.createFrom().item(newer.value());
        }
        return renew(ref, rejected).map(AccessToken::value);
    }

    /** amoCRM refuses even this token, which is new: it is left alone, longer each time, with yet another one, too. */
    public CrmException refused(AccountRef ref, String token) {
        refused.add(ref, token);
        held.computeIfPresent(ref, (a, other) -> other.value().equals(token) ? null : other);
        CrmException failure = refusal(ref);
        remember(ref, failure);
        return failure;
    }

    private CrmException refusal(AccountRef ref) {
        return new CrmException(
                CrmErrorCode.NEEDS_AUTHORIZATION,
                accounts.connected(ref).longLivedToken().isPresent()
                        ? "amoCRM refuses the long-lived token of account " + ref
                                + ": its administrator has to issue a new one"
                        : "amoCRM refuses the tokens of account " + ref
                                + ": its administrator has to look whether the integration is switched on");
    }

    /** Whether amoCRM goes on giving tokens. Where it does not, nobody is given one from now on. */
    Uni<Boolean> confirm(AccountRef ref) {
        return renewal(new Renewal(ref, null, true), chain.next(ref))
                .replaceWith(true)
                .onFailure(failure -> isRefusal(failure))
                .recoverWithItem(() -> {
                    held.remove(ref);
                    return false;
                });
    }

    private void forget(AccountRef ref) {
        held.remove(ref);
        failures.remove(ref);
        refused.forget(ref);
    }

    /** The account has been connected anew: what was remembered is void. Emits when the new token is held, or refused. */
    public Uni<Void> reconnected(AccountRef ref) {
        return Uni.createFrom()
                .deferred(() -> {
                    forget(ref);
                    return bearer(ref).invoke(token -> mark(ref, true));
                })
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** Looks whether amoCRM serves the account elsewhere by now; emits whether it does, fails where nobody can tell. */
    public Uni<Boolean> follow(AccountRef ref) {
        return turnstile
                .pass(chain.follow(ref))
                .onFailure(failure -> !(failure instanceof CrmException))
                .transform(failure -> new CrmException(
                        CrmErrorCode.INTERNAL, "nobody can tell where account " + ref + " is", failure));
    }

    /** Whether the last attempt to get a token, or to use one, was not refused. */
    boolean isAuthorized(AccountRef ref) {
        return authorized.getOrDefault(ref, true);
    }

    /** When the token in use ends; empty when there is none. */
    Optional<Instant> expiry(AccountRef ref) {
        Optional<String> longLived = accounts.connected(ref).longLivedToken();
        return longLived.isPresent()
                ? JwtClaims.of(longLived.get()).expiresAt()
                : Optional.ofNullable(held.get(ref)).map(AccessToken::expiresAt);
    }

    /** The same renewal is asked for once in this process; {@link TokenChain} sees to the other processes. */
    private Uni<AccessToken> renew(AccountRef ref, @Nullable String rejected) {
        return Uni.createFrom().deferred(() -> {
            Remembered failed = failures.get(ref);
            if (failed != null && clock.instant().isBefore(failed.until())) {
                return Uni.createFrom().failure(failed.failure());
            }
            return renewal(new Renewal(ref, rejected, false), chain.live(ref, rejected));
        });
    }

    private Uni<AccessToken> renewal(Renewal renewal, Uni<AccessToken> token) {
        AccountRef ref = renewal.account();
        return Uni.createFrom()
                .deferred(() -> renewals.computeIfAbsent(renewal, r -> turnstile
                        .pass(token)
                        .invoke(live -> take(ref, live))
                        .onFailure(CrmException.class)
                        .invoke(failure -> remember(ref, (CrmException) failure))
                        .onTermination()
                        .invoke(() -> renewals.remove(r))
                        .memoize()
                        .indefinitely()));
    }

    private void take(AccountRef ref, AccessToken token) {
        if (refused.rests(ref, token.value())) {
            throw refusal(ref);
        }
        held.put(ref, token);
        failures.remove(ref);
    }

    /** Asking again at once would get the same answer, and cost a row lock and perhaps a call for each query. */
    private void remember(AccountRef ref, CrmException failure) {
        boolean refusal = isRefusal(failure);
        failures.put(
                ref, new Remembered(failure, clock.instant().plus(refusal ? config.refusalLasts() : FAILURE_LASTS)));
        if (refusal) {
            mark(ref, false);
        }
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof CrmException crm && crm.code() == CrmErrorCode.NEEDS_AUTHORIZATION;
    }

    /** A call with the account's token has gone well. That it was given says little: amoCRM may refuse it. */
    public void worked(AccountRef ref) {
        refused.forget(ref);
        mark(ref, true);
    }

    private void mark(AccountRef ref, boolean now) {
        Boolean before = authorized.put(ref, now);
        if (before == null) {
            Gauge.builder("gateway.account.authorized", authorized, all -> Boolean.TRUE.equals(all.get(ref)) ? 1 : 0)
                    .description("Whether the account can be read: 1, or 0 when it needs an administrator")
                    .tag("account", ref.toString())
                    .register(meters);
        }
    }

    private record Remembered(CrmException failure, Instant until) {}

    /** @param regardless of what is stored */
    private record Renewal(AccountRef account, @Nullable String rejected, boolean regardless) {
        @Override
        public String toString() {
            return "Renewal[" + account + "]";
        }
    }
}
