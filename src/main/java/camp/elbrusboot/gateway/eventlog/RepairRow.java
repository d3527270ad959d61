package camp.elbrusboot.gateway.eventlog;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.WebhookState;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who repairs the log of an account, and how far it has come. Written by statements of {@link RepairPlaces} alone. */
@Entity
@Table(name = "repair")
class RepairRow {
    @Id
    @Column(name = "account_id")
    Long accountId;

    String holder;

    @Column(name = "next_from")
    Instant nextFrom;

    @Column(name = "seen_until")
    Instant seenUntil;

    @Column(name = "open_until")
    @Nullable
    Instant openUntil;

    @Column(name = "next_page")
    int nextPage;

    @Enumerated(EnumType.STRING)
    WebhookState webhook;

    RepairProgress progress() {
        return new RepairProgress(nextFrom, seenUntil, openUntil, nextPage);
    }

    RepairStanding standing() {
        return new RepairStanding(new AccountRef(accountId), seenUntil, webhook);
    }
}
