package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The one place where leads change. A change of stage is written into the event feed (section 2.10) and announced by
 * webhook (section 4.3), both under one lock, so that what is announced first has happened first.
 */
final class LeadChanges {
    private final AccountData data;
    private final Hooks hooks;
    private final LeadHook bodies;
    private final Clock clock;
    private final AtomicLong eventNumber = new AtomicLong();

    /** What somebody wants of a lead; null leaves it as it is. */
    record Wish(
            @Nullable String name,
            @Nullable Long price,
            @Nullable Long pipelineId,
            @Nullable Long statusId) {

        static Wish of(JsonNode body) {
            return new Wish(
                    Json.text(body, "name"),
                    Json.number(body, "price"),
                    Json.number(body, "pipeline_id"),
                    Json.number(body, "status_id"));
        }

        static Wish move(@Nullable Long pipelineId, long statusId) {
            return new Wish(null, null, pipelineId, statusId);
        }
    }

    enum Outcome {
        CHANGED,
        UNCHANGED,
        UNKNOWN_LEAD,
        UNKNOWN_STAGE
    }

    /** Which of amoCRM's two kinds of webhook tells of a move (section 4.6). */
    enum Shape {
        ACCOUNT_WEBHOOK,
        DIGITAL_PIPELINE
    }

    LeadChanges(Account account, AccountData data, Hooks hooks, Clock clock) {
        this.bodies = new LeadHook(account);
        this.data = data;
        this.hooks = hooks;
        this.clock = clock;
    }

    synchronized Outcome apply(long leadId, Wish wish, Shape shape) {
        Lead before = data.lead(leadId).orElse(null);
        if (before == null) {
            return Outcome.UNKNOWN_LEAD;
        }
        long pipelineId = wish.pipelineId() == null ? before.pipelineId() : wish.pipelineId();
        Stage stage = stage(before, pipelineId, wish.statusId()).orElse(null);
        if (stage == null) {
            return Outcome.UNKNOWN_STAGE;
        }
        String name = wish.name() == null ? before.name() : wish.name();
        long price = wish.price() == null ? before.price() : wish.price();
        boolean moved = pipelineId != before.pipelineId() || stage.id() != before.statusId();
        if (!moved && name.equals(before.name()) && price == before.price()) {
            return Outcome.UNCHANGED;
        }
        long changedAt = Math.max(clock.instant().getEpochSecond(), before.updatedAt() + 1);
        Lead after = before.changed(name, price, pipelineId, stage, changedAt);
        data.put(after);
        if (moved) {
            data.append(event(before, after));
        }
        announce(before, after, moved, shape);
        return Outcome.CHANGED;
    }

    synchronized void reset() {
        data.reset();
    }

    private Optional<Stage> stage(Lead before, long pipelineId, @Nullable Long statusId) {
        return data.pipeline(pipelineId).flatMap(pipeline -> {
            if (statusId != null) {
                return pipeline.stage(statusId);
            }
            return pipelineId == before.pipelineId()
                    ? pipeline.stage(before.statusId())
                    : Optional.of(pipeline.entrance());
        });
    }

    /** Accounts usually tick both hooks, and then one move arrives twice (section 4.1). */
    private void announce(Lead before, Lead after, boolean moved, Shape shape) {
        switch (shape) {
            case DIGITAL_PIPELINE ->
                hooks.announce("status_lead", first -> bodies.digitalPipeline(before, after), false);
            case ACCOUNT_WEBHOOK -> {
                if (moved) {
                    hooks.announce("status_lead", first -> bodies.body("status", before, after, first), true);
                }
                hooks.announce("update_lead", first -> bodies.body("update", before, after, first), true);
            }
        }
    }

    private AccountEvent event(Lead before, Lead after) {
        // 26 characters, ascending in time, as the ids of amoCRM are; never the same again after a restart.
        String id = "01sb%013d%09d".formatted(clock.millis(), eventNumber.incrementAndGet());
        return new AccountEvent(
                id,
                AccountEvent.LEAD_STATUS_CHANGED,
                after.id(),
                "lead",
                after.updatedBy(),
                after.updatedAt(),
                stageValue(after),
                stageValue(before));
    }

    private static ArrayNode stageValue(Lead lead) {
        ArrayNode value = Json.array();
        ObjectNode status = value.addObject().putObject("lead_status");
        status.put("id", lead.statusId()).put("pipeline_id", lead.pipelineId());
        return value;
    }
}
