package camp.elbrusboot.gateway.eventlog;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.StageChange;
import camp.elbrusboot.gateway.crm.StageChangeOrigin;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of the log. */
@Entity
@Table(name = "stage_change")
class LoggedStageChange {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Column(name = "account_id")
    long accountId;

    @Column(name = "delivery_id")
    @Nullable
    Long deliveryId;

    @Column(name = "dedupe_key")
    String dedupeKey;

    @Column(name = "lead_id")
    long leadId;

    @Column(name = "lead_name")
    @Nullable
    String leadName;

    @Nullable
    Long price;

    @Column(name = "pipeline_id")
    long pipelineId;

    @Column(name = "status_id")
    long statusId;

    @Column(name = "previous_pipeline_id")
    @Nullable
    Long previousPipelineId;

    @Column(name = "previous_status_id")
    long previousStatusId;

    @Column(name = "changed_by")
    @Nullable
    Long changedBy;

    @Column(name = "changed_at")
    @Nullable
    Instant changedAt;

    @Column(name = "received_at")
    Instant receivedAt;

    @Enumerated(EnumType.STRING)
    StageChangeOrigin origin;

    static LoggedStageChange of(Delivery delivery, ObservedStageChange observed, String dedupeKey) {
        LoggedStageChange row = new LoggedStageChange();
        row.accountId = delivery.accountId;
        row.deliveryId = delivery.id;
        row.dedupeKey = dedupeKey;
        row.leadId = observed.leadId();
        row.leadName = observed.leadName();
        row.price = observed.price();
        row.pipelineId = observed.pipelineId();
        row.statusId = observed.statusId();
        row.previousPipelineId = observed.previousPipelineId();
        row.previousStatusId = observed.previousStatusId();
        row.changedBy = observed.changedByUserId();
        row.changedAt = observed.changedAt();
        row.receivedAt = delivery.receivedAt;
        row.origin = StageChangeOrigin.WEBHOOK;
        return row;
    }

    /** Whether this row tells of the same step from one stage to another; the time is not looked at. */
    boolean isSameStepAs(ObservedStageChange observed) {
        return previousStatusId == observed.previousStatusId()
                && statusId == observed.statusId()
                && pipelineId == observed.pipelineId();
    }

    StageChange toEvent(LogEpoch epoch) {
        AccountRef account = new AccountRef(accountId);
        return new StageChange(
                account,
                id,
                epoch.cursor(id),
                leadId,
                leadName,
                price,
                pipelineId,
                statusId,
                previousPipelineId,
                previousStatusId,
                changedAt == null ? receivedAt : changedAt,
                receivedAt,
                changedBy,
                origin);
    }
}
