package camp.elbrusboot.gateway.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the gateway holds for one account and integration. A row exists from the first attempt to connect. */
@Entity
@Table(name = "account_token")
class AccountToken {
    /** A year. amoCRM gives a day (section 1.3); a number without bounds would overflow the calendar. */
    private static final long LONGEST_SECONDS = 365L * 86_400;

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Column(name = "account_id")
    long accountId;

    @Column(name = "client_id")
    String clientId;

    /** Names the key that the two tokens are encrypted with; null for plain text, which only old rows have. */
    @Column(name = "key_id")
    @Nullable
    String keyId;

    @Column(name = "access_token")
    byte @Nullable [] accessToken;

    @Column(name = "refresh_token")
    byte @Nullable [] refreshToken;

    @Column(name = "access_expires_at")
    @Nullable
    Instant accessExpiresAt;

    @Column(name = "obtained_at")
    @Nullable
    Instant obtainedAt;

    /** SHA-256 of the code that amoCRM took, or called worthless, last: it works once, so it is never sent again. */
    @Column(name = "spent_code")
    @Nullable
    String spentCode;

    /** Why amoCRM refused the last attempt, for the operator; null while the chain lives. */
    @Column(name = "refusal")
    @Nullable
    String refusal;

    /** Whether the refusal of this unit of work was about the code or token itself. */
    @Transient
    boolean refusedForGood;

    /** Whether this unit of work has found the account at another host. */
    @Transient
    boolean moved;

    @Nullable
    AccessToken access(KeyRing keys) {
        byte[] sealed = accessToken;
        return sealed == null || accessExpiresAt == null || obtainedAt == null
                ? null
                : new AccessToken(keys.open(keyId, sealed, about("access")), accessExpiresAt, obtainedAt);
    }

    @Nullable
    String refresh(KeyRing keys) {
        byte[] sealed = refreshToken;
        return sealed == null ? null : keys.open(keyId, sealed, about("refresh"));
    }

    AccessToken take(ObtainedPair obtained, KeyRing keys) {
        accessToken = keys.seal(obtained.pair().accessToken(), about("access"));
        refreshToken = keys.seal(obtained.pair().refreshToken(), about("refresh"));
        keyId = keys.current();
        obtainedAt = obtained.at();
        accessExpiresAt = obtained.at().plusSeconds(Math.min(obtained.pair().expiresIn(), LONGEST_SECONDS));
        refusal = null;
        return new AccessToken(obtained.pair().accessToken(), accessExpiresAt, obtainedAt);
    }

    /** Encrypts with the current key what is under another one, or plain. */
    void reseal(KeyRing keys) {
        byte[] access = accessToken;
        byte[] refresh = refreshToken;
        // Both are opened before either is replaced: one key names both.
        String openAccess = access == null ? null : keys.open(keyId, access, about("access"));
        String openRefresh = refresh == null ? null : keys.open(keyId, refresh, about("refresh"));
        accessToken = openAccess == null ? null : keys.seal(openAccess, about("access"));
        refreshToken = openRefresh == null ? null : keys.seal(openRefresh, about("refresh"));
        keyId = keys.current();
    }

    void refuse(Refusal why) {
        refusedForGood = why.tokenDead();
        if (why.tokenDead()) {
            accessToken = null;
            refreshToken = null;
            accessExpiresAt = null;
        }
        refusal = why.reason();
    }

    /** What a ciphertext is bound to: it opens in no other row and in no other place. */
    private String about(String token) {
        return token + " token of account " + accountId + " and integration " + clientId;
    }
}
