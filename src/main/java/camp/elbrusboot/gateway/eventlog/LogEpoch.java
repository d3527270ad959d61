package camp.elbrusboot.gateway.eventlog;

import camp.elbrusboot.gateway.crm.AccountRef;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** Makes cursors, and makes all of them void when an operator says that the log is another one. */
@Entity
@Table(name = "log_epoch")
class LogEpoch {
    @Id
    @Column(name = "account_id")
    Long accountId;

    long epoch;

    /** Seals cursors, for all replicas alike. */
    @Column(name = "cursor_key")
    byte[] cursorKey;

    String cursor(long position) {
        return new Cursor(new AccountRef(accountId), epoch, position).encoded(cursorKey);
    }

    /** Null for what is no cursor of this account; of another epoch it may be. */
    @Nullable
    Cursor read(String encoded) {
        return Cursor.read(new AccountRef(accountId), encoded, cursorKey);
    }
}
