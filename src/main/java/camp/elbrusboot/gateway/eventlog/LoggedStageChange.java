package camp.elbrusboot.gateway.eventlog;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.RecordedStageChange;
import camp.elbrusboot.gateway.crm.StageChange;
import camp.elbrusboot.gateway.crm.StageChangeOrigin;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of the log. */
@Entity
@Table(name = "stage_change")
class LoggedStageChange {
    /** As {@link Delivery#id}. */
    @Id
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

    /** amoCRM's record of the change, once it has been read. */
    @Column(name = "event_id")
    @Nullable
    String eventId;

    /** The time is that of amoCRM's record, and no webhook with a time has told of the change so far. */
    @Column(name = "time_of_record")
    boolean timeOfRecord;

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

    static LoggedStageChange of(
            AccountRef account, RecordedStageChange recorded, Instant receivedAt, String dedupeKey) {
        LoggedStageChange row = new LoggedStageChange();
        row.accountId = account.id();
        row.dedupeKey = dedupeKey;
        row.leadId = recorded.leadId();
        row.pipelineId = recorded.pipelineId();
        row.statusId = recorded.statusId();
        row.previousPipelineId = recorded.previousPipelineId();
        row.previousStatusId = recorded.previousStatusId();
        row.changedBy = recorded.byUserId();
        row.changedAt = recorded.at();
        row.receivedAt = receivedAt;
        row.origin = StageChangeOrigin.REPAIR;
        row.eventId = recorded.eventId();
        row.timeOfRecord = true;
        return row;
    }

    /** Whether this row tells of the same step from one stage to another; the time is not looked at. */
    boolean isSameStepAs(ObservedStageChange observed) {
        return previousStatusId == observed.previousStatusId()
                && statusId == observed.statusId()
                && pipelineId == observed.pipelineId();
    }

    boolean isSameStepAs(RecordedStageChange recorded) {
        return previousStatusId == recorded.previousStatusId()
                && statusId == recorded.statusId()
                && pipelineId == recorded.pipelineId();
    }

    /**
     * A webhook without a time tells of it, too. A row that was made of a record is told of once: the next webhook of the
     * same step tells of the next such step.
     */
    void toldBy(Delivery delivery) {
        if (timeOfRecord && deliveryId == null) {
            deliveryId = delivery.id;
        }
    }

    /** As {@link #toldBy(Delivery)}, by one with a time: its repetitions are known by that from now on. */
    void toldBy(Delivery delivery, String timedKey) {
        if (timeOfRecord) {
            toldBy(delivery);
            dedupeKey = timedKey;
            timeOfRecord = false;
        }
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
