package camp.elbrusboot.gateway.eventlog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A webhook POST as it came. */
@Entity
class Delivery {
    /** Given by the log, many at once: one that the database gives costs a way there for each row. */
    @Id
    Long id;

    @Column(name = "account_id")
    long accountId;

    @Column(name = "received_at")
    Instant receivedAt;

    @Column(name = "request_id")
    @Nullable
    String requestId;

    @Column(name = "content_type")
    @Nullable
    String contentType;

    byte[] body;

    @Column(name = "unknown_sections")
    @Nullable
    String unknownSections;
}
