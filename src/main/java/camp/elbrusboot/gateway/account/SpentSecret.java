package camp.elbrusboot.gateway.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Digest of a code or state that has been used. */
@Entity
@Table(name = "spent_secret")
class SpentSecret {
    @Id
    @Column(name = "digest")
    String digest;

    @Column(name = "expires_at")
    Instant expiresAt;
}
