package camp.elbrusboot.gateway.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the gateway holds for one account and integration. A row exists from the first attempt to connect. */
@Entity
@Table(name = "account_token")
class AccountToken {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Column(name = "account_id")
    long accountId;

    @Column(name = "client_id")
    String clientId;

    /** Names the key that the two tokens are encrypted with; null for plain text. */
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

    @Nullable
    AccessToken access() {
        return accessToken == null || accessExpiresAt == null
                ? null
                : new AccessToken(new String(accessToken, StandardCharsets.UTF_8), accessExpiresAt);
    }

    AccessToken take(TokenPair pair, Instant now) {
        accessToken = pair.accessToken().getBytes(StandardCharsets.UTF_8);
        refreshToken = pair.refreshToken().getBytes(StandardCharsets.UTF_8);
        obtainedAt = now;
        accessExpiresAt = now.plusSeconds(pair.expiresIn());
        refusal = null;
        return new AccessToken(pair.accessToken(), accessExpiresAt);
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
}
