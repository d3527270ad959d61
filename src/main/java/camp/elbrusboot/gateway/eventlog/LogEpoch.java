package camp.elbrusboot.gateway.eventlog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Makes cursors void when rows that they may need are gone. */
@Entity
@Table(name = "log_epoch")
class LogEpoch {
    @Id
    @Column(name = "account_id")
    Long accountId;

    long epoch;
}
