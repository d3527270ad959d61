package camp.elbrusboot.gateway.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An account that was connected over /oauth, or the host that an account of the settings has moved to. */
@Entity
@Table(name = "account")
class StoredAccount {
    @Id
    @Column(name = "account_id")
    long accountId;

    @Column(name = "client_id")
    String clientId;

    @Column(name = "host")
    String host;

    @Column(name = "instead_of")
    @Nullable
    String insteadOf;

    @Column(name = "webhook_key")
    byte @Nullable [] webhookKey;

    @Column(name = "key_id")
    @Nullable
    String keyId;

    @Column(name = "connected_at")
    Instant connectedAt;

    /** Encrypts with the current key what is under another one. */
    void reseal(KeyRing keys) {
        byte[] sealed = webhookKey;
        if (sealed != null) {
            webhookKey = keys.seal(keys.open(keyId, sealed, about(accountId)), about(accountId));
            keyId = keys.current();
        }
    }

    static String about(long accountId) {
        return "webhook key of account " + accountId;
    }
}
