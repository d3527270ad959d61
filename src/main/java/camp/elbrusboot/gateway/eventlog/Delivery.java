package camp.elbrusboot.gateway.eventlog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A webhook POST as it came. */
@Entity
class Delivery {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
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
