package camp.elbrusboot.gateway.account;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.database.UnitOfWork;
import io.quarkus.hibernate.reactive.panache.PanacheRepository;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The chain of token pairs of an account, each bought with the one before. The row is locked while amoCRM is asked, so
 * that one process buys and the others find what it bought; a pair is handed out only after its commit.
 */
@ApplicationScoped
class TokenChain implements PanacheRepository<AccountToken> {
    private static final Logger LOG = Logger.getLogger(TokenChain.class);

    /** For the lock, the turns of two calls and the calls themselves. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final AccountConfig config;
    private final Accounts accounts;
    private final TokenEndpoint endpoint;
    private final Pace pace;
    private final UnitOfWork transaction;
    private final Clock clock;

    TokenChain(
            AccountConfig config,
            Accounts accounts,
            @RestClient TokenEndpoint endpoint,
            Pace pace,
            UnitOfWork transaction,
            Clock clock) {
        this.config = config;
        this.accounts = accounts;
        this.endpoint = endpoint;
        this.pace = pace;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** A live access token other than {@code rejected}: the stored one, or a new one. */
    Uni<AccessToken> live(AccountRef account, @Nullable String rejected) {
        // A refusal is recorded by the commit and becomes a failure only after it.
        return transaction
                .run(PATIENCE, () -> lockedRow(account).flatMap(row -> stored(row, rejected)
                        .map(token -> Uni.createFrom().item(Optional.of(token)))
                        .orElseGet(() -> buy(account, row).map(Optional::ofNullable))
                        .map(token -> token.orElse(null))
                        .onItem()
                        .transform(token -> new Outcome(token, row.refusal))))
                .onFailure(e -> !(e instanceof CrmException))
                .transform(e -> new CrmException(
                        CrmErrorCode.INTERNAL, "the tokens of account " + account + " cannot be read or stored", e))
                .map(outcome -> outcome.orThrow(account));
    }

    private Uni<AccountToken> lockedRow(AccountRef account) {
        String clientId = config.clientId().orElseThrow();
        return getSession()
                .flatMap(session -> session.createNativeQuery(
                                "insert into account_token (account_id, client_id) values (?1, ?2) on conflict do nothing")
                        .setParameter(1, account.id())
                        .setParameter(2, clientId)
                        .executeUpdate())
                .flatMap(inserted -> find("accountId = ?1 and clientId = ?2", account.id(), clientId)
                        .withLock(LockModeType.PESSIMISTIC_WRITE)
                        .singleResult());
    }

    private Optional<AccessToken> stored(AccountToken row, @Nullable String rejected) {
        return Optional.ofNullable(row.access())
                .filter(token -> !token.value().equals(rejected))
                .filter(token -> token.livesFor(config.refreshAhead(), clock.instant()));
    }

    /** The chain goes on as long as it lives; a code that an administrator has pasted is for when it does not. */
    private Uni<@Nullable AccessToken> buy(AccountRef account, AccountToken row) {
        if (row.refreshToken == null) {
            return begin(account, row);
        }
        String refreshToken = new String(row.refreshToken, StandardCharsets.UTF_8);
        return ask(account, row, request("refresh_token", null, refreshToken))
                // After a refusal for another reason than the token the settings are wrong, and would spoil the code
                // too.
                .flatMap(token -> row.refreshToken == null
                        ? begin(account, row)
                        : Uni.createFrom().item(token));
    }

    private Uni<@Nullable AccessToken> begin(AccountRef account, AccountToken row) {
        Optional<String> code =
                config.authorizationCode().filter(c -> !sha256(c).equals(row.spentCode));
        if (code.isEmpty()) {
            if (row.refusal == null) {
                row.refuse(new Refusal("there is no authorization code that has not been used", true));
            }
            return Uni.createFrom().nullItem();
        }
        return ask(account, row, request("authorization_code", code.get(), null))
                .invoke(token -> {
                    if (token != null || row.refusedForGood) {
                        row.spentCode = sha256(code.get());
                    }
                });
    }

    private Uni<@Nullable AccessToken> ask(AccountRef account, AccountToken row, TokenRequest request) {
        String baseUrl = accounts.connected(account).baseUrl().toString();
        return pace.turn(account)
                .flatMap(turn -> endpoint.token(baseUrl, request))
                .<@Nullable AccessToken>map(pair -> row.take(pair, clock.instant()))
                .invoke(() -> LOG.infof("Account %s: new token pair by %s", account, request.grantType()))
                .onFailure(failure -> !(failure instanceof CrmException))
                .recoverWithUni(failure -> {
                    Optional<Refusal> refusal = Refusal.of(failure, request.grantType());
                    refusal.ifPresent(row::refuse);
                    return refusal.isPresent()
                            ? Uni.createFrom().nullItem()
                            : Uni.createFrom()
                                    .failure(new CrmException(
                                            CrmErrorCode.UPSTREAM_UNAVAILABLE,
                                            "amoCRM's token endpoint cannot be used for account " + account,
                                            failure));
                });
    }

    private TokenRequest request(String grantType, @Nullable String code, @Nullable String refreshToken) {
        return new TokenRequest(
                config.clientId().orElseThrow(),
                config.clientSecret().orElseThrow(),
                grantType,
                code,
                refreshToken,
                config.redirectUri().orElseThrow());
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Outcome(
            @Nullable AccessToken token, @Nullable String refusal) {
        AccessToken orThrow(AccountRef account) {
            if (token == null) {
                LOG.warnf(
                        "Account %s has no live token: %s. An administrator of the account has to issue a new code;"
                                + " give it in GATEWAY_ACCOUNT_AUTHORIZATION_CODE and restart",
                        account, refusal);
                throw new CrmException(
                        CrmErrorCode.NEEDS_AUTHORIZATION,
                        "account " + account + " has to be connected again by its administrator");
            }
            return token;
        }

        @Override
        public String toString() {
            return "Outcome[" + refusal + "]";
        }
    }
}
