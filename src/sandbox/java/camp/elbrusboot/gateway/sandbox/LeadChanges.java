package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one place where leads change. A change of stage is written into the event feed (section 2.10) and announced by
 * webhook (section 4.3), both under one lock, so that what is announced first has happened first.
 */
final class LeadChanges {
    /** What a note calls {@code element_type} (section 4.5). */
    private static final int NOTE_OF_LEAD = 2;

    private final AccountData data;
    private final Hooks hooks;
    private final LeadHook bodies;
    private final HookForm form;
    private final BehaviourSwitch behaviour;
    private final Clock clock;
    private final AtomicLong eventNumber = new AtomicLong();

    /** What somebody wants of a lead; null leaves it as it is. */
    record Wish(
            @Nullable String name,
            @Nullable Long price,
            @Nullable Long pipelineId,
            @Nullable Long statusId,
            @Nullable Long responsibleUserId) {

        static Wish of(JsonNode body) {
            return new Wish(
                    Json.text(body, "name"),
                    Json.number(body, "price"),
                    Json.number(body, "pipeline_id"),
                    Json.number(body, "status_id"),
                    Json.number(body, "responsible_user_id"));
        }

        static Wish move(@Nullable Long pipelineId, long statusId) {
            return new Wish(null, null, pipelineId, statusId, null);
        }

        static Wish named(String name) {
            return new Wish(name, null, null, null, null);
        }

        static Wish givenTo(long userId) {
            return new Wish(null, null, null, null, userId);
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

    LeadChanges(Account account, AccountData data, Hooks hooks, HookForm form, BehaviourSwitch behaviour, Clock clock) {
        this.bodies = new LeadHook(account);
        this.data = data;
        this.hooks = hooks;
        this.form = form;
        this.behaviour = behaviour;
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
        long responsible = wish.responsibleUserId() == null ? before.responsibleUserId() : wish.responsibleUserId();
        Lead after = before.changed(name, price, responsible, pipelineId, stage, later(before));
        boolean moved = after.pipelineId() != before.pipelineId() || after.statusId() != before.statusId();
        boolean edited = !name.equals(before.name()) || price != before.price();
        boolean given = responsible != before.responsibleUserId();
        if (!moved && !edited && !given) {
            return Outcome.UNCHANGED;
        }
        data.put(after);
        if (moved) {
            data.append(event(before, after));
        }
        if (given) {
            announce("responsible", bodies.changed("responsible", before, after));
        }
        if (moved || edited) {
            announce(before, after, moved, shape);
        }
        return Outcome.CHANGED;
    }

    /** The id of the new lead, in the entrance of the main pipeline unless told otherwise; empty without such a stage. */
    synchronized Optional<Long> add(Wish wish, @Nullable Long contactId) {
        Long statusId = wish.statusId();
        return data.pipelines().stream()
                .filter(wanted -> wish.pipelineId() == null ? wanted.main() : wanted.id() == wish.pipelineId())
                .findFirst()
                .flatMap(in -> (statusId == null ? Optional.of(in.entrance()) : in.stage(statusId))
                        .map(stage -> Lead.fresh(data.nextLeadId(), wish, in, stage, contactId, now())))
                .map(lead -> {
                    data.put(lead);
                    announce("add", bodies.changed("add", lead, lead));
                    return lead.id();
                });
    }

    synchronized Outcome delete(long leadId) {
        return touch(data.lead(leadId), true, after -> announce("delete", LeadHook.deleted(after)));
    }

    synchronized Outcome restore(long leadId) {
        return touch(
                data.leadOrDeleted(leadId).filter(Lead::deleted),
                false,
                after -> announce("restore", bodies.changed("restore", after, after)));
    }

    synchronized Outcome note(long leadId, String text) {
        return touch(
                data.lead(leadId), false, after -> announce("note", form.note("leads", after, NOTE_OF_LEAD, text)));
    }

    private Outcome touch(Optional<Lead> found, boolean deleted, Consumer<Lead> announcement) {
        found.map(before -> before.touched(deleted, later(before))).ifPresent(after -> {
            data.put(after);
            announcement.accept(after);
        });
        return found.isPresent() ? Outcome.CHANGED : Outcome.UNKNOWN_LEAD;
    }

    private long later(Lead before) {
        return Math.max(now(), before.updatedAt() + 1);
    }

    private long now() {
        return clock.instant().getEpochSecond();
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
                    announce("status", bodies.changed("status", before, after));
                }
                announce("update", bodies.changed("update", before, after));
            }
        }
    }

    private void announce(String action, Form content) {
        hooks.announce(action + "_lead", first -> form.body(content, first), true);
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
                after.updatedAt() + behaviour.current().eventShiftSeconds(),
                clock.millis() + behaviour.current().eventLagSeconds() * 1_000L,
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
