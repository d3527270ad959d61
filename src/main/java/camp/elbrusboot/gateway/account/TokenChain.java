package camp.elbrusboot.gateway.account;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.database.UnitOfWork;
import io.quarkus.hibernate.reactive.panache.PanacheRepository;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The chain of token pairs of an account, each bought with the one before. The row is locked while amoCRM is asked, so
 * that one process buys and the others find what it bought; a pair is handed out only after its commit.
 */
@ApplicationScoped
class TokenChain implements PanacheRepository<AccountToken> {
    private static final Logger LOG = Logger.getLogger(TokenChain.class);

    /** For the lock, the turns of some calls and the calls themselves. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Less than Kubernetes' 30 s, more than a token call may take. */
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(25);

    private static final int ATTEMPTS_TO_STORE = 5;
    private static final Duration FIRST_DELAY = Duration.ofMillis(200);

    private final Accounts accounts;
    private final Purchases purchases;
    private final UnsavedPairs unsaved;
    private final Removals removals;
    private final KeyRing keys;
    private final UnitOfWork transaction;
    private final Clock clock;
    private final LastCommits commits = new LastCommits();

    TokenChain(
            Accounts accounts,
            Purchases purchases,
            UnsavedPairs unsaved,
            Removals removals,
            KeyRing keys,
            UnitOfWork transaction,
            Clock clock) {
        this.accounts = accounts;
        this.purchases = purchases;
        this.unsaved = unsaved;
        this.removals = removals;
        this.keys = keys;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** A live access token other than {@code rejected}: the stored one, or a new one. */
    Uni<AccessToken> live(AccountRef ref, @Nullable String rejected) {
        return obtained(
                ref,
                (account, token) ->
                        !token.value().equals(rejected) && token.livesFor(account.refreshAhead(), clock.instant()));
    }

    /** A token that is given from now on: amoCRM gives one as long as the chain lives, and else says that it is dead. */
    Uni<AccessToken> next(AccountRef ref) {
        return Uni.createFrom().deferred(() -> {
            Instant begin = clock.instant();
            return obtained(ref, (account, token) -> token.obtainedAt().isAfter(begin));
        });
    }

    private Uni<AccessToken> obtained(AccountRef ref, BiPredicate<ConnectedAccount, AccessToken> good) {
        return commits.of(Uni.createFrom().deferred(() -> {
                    ConnectedAccount account = accounts.connected(ref);
                    Integration integration = account.integration();
                    return integration == null
                            ? Uni.createFrom().<AccessToken>failure(needsAuthorization(ref))
                            : keptTrying(ref, attempt(account, integration, token -> good.test(account, token)));
                }))
                .onFailure(e -> !(e instanceof CrmException))
                .transform(e -> {
                    LOG.errorf("Account %s: its tokens cannot be read or stored: %s", ref, brief(e));
                    return new CrmException(
                            CrmErrorCode.INTERNAL, "the tokens of account " + ref + " cannot be read or stored", e);
                });
    }

    /** A refusal is recorded by the commit and becomes a failure only after it. */
    private Uni<AccessToken> attempt(ConnectedAccount account, Integration integration, Predicate<AccessToken> good) {
        AccountRef ref = account.ref();
        return transaction
                .run(PATIENCE, () -> lockedRow(ref, integration).flatMap(row -> {
                    unsaved.newerThan(row.obtainedAt, ref).ifPresent(pair -> row.take(pair, keys));
                    return Optional.ofNullable(row.access(keys))
                            .filter(good)
                            .map(token -> Uni.createFrom().item(Optional.of(token)))
                            .orElseGet(() -> purchases.buy(account, integration, row))
                            .map(token -> new Outcome(token.orElse(null), row.obtainedAt, row.refusal, row.moved));
                }))
                .invoke(outcome -> unsaved.committed(ref, outcome.obtainedAt()))
                .call(outcome ->
                        outcome.moved() ? accounts.reload() : Uni.createFrom().voidItem())
                .map(outcome -> outcome.orThrow(ref));
    }

    /** While there is a pair in memory alone, everything else can wait. */
    private Uni<AccessToken> keptTrying(AccountRef ref, Uni<AccessToken> attempt) {
        return attempt.onFailure(failure -> unsaved.has(ref))
                .invoke(failure -> LOG.errorf(
                        "Account %s: a new token pair could not be stored; trying again: %s",
                        ref, failure.getClass().getSimpleName()))
                .onFailure(failure -> unsaved.has(ref))
                .retry()
                .withBackOff(FIRST_DELAY)
                .atMost(ATTEMPTS_TO_STORE);
    }

    private Uni<AccountToken> lockedRow(AccountRef account, Integration integration) {
        return getSession()
                .flatMap(session -> session.createNativeQuery(
                                "insert into account_token (account_id, client_id) values (?1, ?2) on conflict do nothing")
                        .setParameter(1, account.id())
                        .setParameter(2, integration.clientId())
                        .executeUpdate())
                .flatMap(inserted -> find("accountId = ?1 and clientId = ?2", account.id(), integration.clientId())
                        .withLock(LockModeType.PESSIMISTIC_WRITE)
                        .singleResult());
    }

    /** Only a ring without the key explains itself: what a driver says may have a row's content in it. */
    private static String brief(Throwable failure) {
        return failure instanceof IllegalStateException
                ? String.valueOf(failure.getMessage())
                : failure.getClass().getSimpleName();
    }

    /** Serves the account from now on, at this host and with a pair that was bought there. Emits after the commit. */
    Uni<AccessToken> adopt(AccountRef account, Integration integration, String host, ObtainedPair pair) {
        return commits.of(transaction
                // The lock comes first, as where an account is found to have moved: two orders would be a deadlock.
                .run(() -> lockedRow(account, integration)
                        .call(row -> accounts.settle(account, integration, host))
                        .map(row -> row.take(pair, keys)))
                .invoke(() -> unsaved.committed(account, pair.at()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_DELAY)
                .atMost(ATTEMPTS_TO_STORE));
    }

    /**
     * A process that is told to end first stores what amoCRM has given, or is about to give: the pair before is dead. On
     * the thread that ends the process, which nothing else waits for.
     */
    void finish(@Observes ShutdownEvent end) {
        unsaved.accounts().forEach(ref -> live(ref, null).subscribe().with(stored -> {}, failure -> {}));
        if (!commits.areDoneWithin(LAST_PATIENCE)) {
            LOG.error(
                    "The process ends while tokens are being bought or stored: accounts may have to be connected again");
        }
    }

    /** Looks whether the account lives at another host by now. Emits after the commit. */
    Uni<Boolean> follow(AccountRef ref) {
        ConnectedAccount account = accounts.connected(ref);
        Integration integration = account.integration();
        if (integration == null) {
            return Uni.createFrom().item(false);
        }
        return transaction
                .run(PATIENCE, () -> lockedRow(ref, integration).flatMap(row -> {
                    String refreshToken = row.refresh(keys);
                    return refreshToken == null
                            ? Uni.createFrom().item(false)
                            : removals.follow(account, row.access(keys), refreshToken)
                                    .map(Optional::isPresent);
                }))
                .call(moved -> moved ? accounts.reload() : Uni.createFrom().voidItem());
    }

    /** Encrypts with the current key whatever is not. Emits how many rows that were. */
    Uni<Integer> reseal() {
        return transaction.run(() -> find("keyId is null or keyId <> ?1", keys.current())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list()
                .map(rows -> (int) rows.stream().filter(this::resealed).count())
                .flatMap(rows -> accounts.reseal().map(others -> rows + others)));
    }

    /** One account whose key is not on the ring is no reason to leave the others as they are. */
    private boolean resealed(AccountToken row) {
        boolean hasTokens = row.accessToken != null || row.refreshToken != null;
        try {
            row.reseal(keys);
            return hasTokens;
        } catch (IllegalStateException e) {
            LOG.errorf("Account %d: its tokens cannot be re-encrypted: %s", row.accountId, e.getMessage());
            return false;
        }
    }

    /** When the newest pair came; empty where there is none. */
    Uni<Optional<Instant>> newestPair(AccountRef account, Integration integration) {
        return transaction
                .run(() -> find("accountId = ?1 and clientId = ?2", account.id(), integration.clientId())
                        .firstResult())
                .map(row -> row == null || row.refreshToken == null
                        ? Optional.empty()
                        : Optional.ofNullable(row.obtainedAt));
    }

    private static CrmException needsAuthorization(AccountRef account) {
        return new CrmException(
                CrmErrorCode.NEEDS_AUTHORIZATION,
                "account " + account + " has to be connected again by its administrator");
    }

    private record Outcome(
            @Nullable AccessToken token,
            @Nullable Instant obtainedAt,
            @Nullable String refusal,
            boolean moved) {
        AccessToken orThrow(AccountRef account) {
            if (token == null) {
                LOG.warnf(
                        "Account %s has no live token: %s. An administrator of the account has to connect it again:"
                                + " over /oauth/connect?account=%s on the management port, or with a new code in"
                                + " GATEWAY_ACCOUNT_AUTHORIZATION_CODE and a restart",
                        account, refusal, account);
                throw needsAuthorization(account);
            }
            return token;
        }

        @Override
        public String toString() {
            return "Outcome[" + refusal + "]";
        }
    }
}
