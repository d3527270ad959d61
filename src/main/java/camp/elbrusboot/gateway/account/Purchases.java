package camp.elbrusboot.gateway.account;

import camp.elbrusboot.gateway.crm.AccountRef;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Buys the next pair of a chain. To be used within a unit of work that has the row of the chain locked. */
@ApplicationScoped
class Purchases {
    private final TokenCalls calls;
    private final Removals removals;
    private final UnsavedPairs unsaved;
    private final KeyRing keys;

    Purchases(TokenCalls calls, Removals removals, UnsavedPairs unsaved, KeyRing keys) {
        this.calls = calls;
        this.removals = removals;
        this.unsaved = unsaved;
        this.keys = keys;
    }

    /**
     * Empty where amoCRM refuses; the row says why. The chain goes on as long as it lives; a code that an administrator
     * has pasted is for when it does not.
     */
    Uni<Optional<AccessToken>> buy(ConnectedAccount account, Integration integration, AccountToken row) {
        String refreshToken = row.refresh(keys);
        if (refreshToken == null) {
            return begin(account, integration, row);
        }
        return calls.byRefreshToken(account.ref(), integration, account.baseUrl(), refreshToken)
                .flatMap(answer -> answer.refusal() != null && answer.refusal().mayHaveMoved()
                        ? elsewhere(account, integration, row, refreshToken).map(other -> other.orElse(answer))
                        : Uni.createFrom().item(answer))
                .map(answer -> record(account.ref(), row, answer))
                // After a refusal for another reason than the token the settings are wrong, and would spoil the code
                // too.
                .flatMap(token -> row.refreshToken == null
                        ? begin(account, integration, row)
                        : Uni.createFrom().item(token));
    }

    /** The answer of the host that the account has moved to; empty where it has not, or nobody says so. */
    private Uni<Optional<TokenAnswer>> elsewhere(
            ConnectedAccount account, Integration integration, AccountToken row, String refreshToken) {
        return removals.follow(account, row.access(keys), refreshToken)
                .onFailure()
                .recoverWithItem(Optional.empty())
                .invoke(moved -> row.moved = moved.isPresent())
                .flatMap(moved -> moved.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : calls.byRefreshToken(
                                        account.ref(), integration, moved.get().baseUrl(), refreshToken)
                                .map(Optional::of));
    }

    private Uni<Optional<AccessToken>> begin(ConnectedAccount account, Integration integration, AccountToken row) {
        Optional<String> code =
                account.authorizationCode().filter(c -> !Hmac.digest(c).equals(row.spentCode));
        if (code.isEmpty()) {
            if (row.refusal == null) {
                row.refuse(new Refusal("there is no authorization code that has not been used", true, 0));
            }
            return Uni.createFrom().item(Optional.empty());
        }
        return calls.byCode(account.ref(), integration, account.baseUrl(), code.get())
                .map(answer -> record(account.ref(), row, answer))
                .invoke(token -> {
                    if (token.isPresent() || row.refusedForGood) {
                        row.spentCode = Hmac.digest(code.get());
                    }
                });
    }

    private Optional<AccessToken> record(AccountRef ref, AccountToken row, TokenAnswer answer) {
        Refusal refusal = answer.refusal();
        ObtainedPair pair = answer.pair();
        if (refusal != null) {
            row.refuse(refusal);
        }
        if (pair == null) {
            return Optional.empty();
        }
        unsaved.keep(ref, pair);
        return Optional.of(row.take(pair, keys));
    }
}
