package camp.elbrusboot.gateway.api;

import graphql.normalized.ExecutableNormalizedField;
import graphql.normalized.ExecutableNormalizedOperation;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many calls to amoCRM an operation takes when nothing is cached, by and large: what is read by ids is read 250 at a time,
 * a list costs a call, and a list within another list one for each place. How many of something there are is known by
 * {@code first} or taken for what is usual.
 */
final class CallEstimate {
    private static final long AT_ONCE = 250;
    private static final long PIPELINES = 10;
    private static final long STATUSES = 15;

    /** Contacts of a lead, leads of a contact. */
    private static final long LINKED = 2;

    private static final long FIRST = 50;
    private static final long ENDLESS = 1L << 40;

    private static final Set<String> GLOSSARY =
            Set.of("pipelines", "pipeline", "status", "statuses", "previousPipeline", "previousStatus");

    private long calls;
    private long leads;
    private long contacts;
    private boolean glossary;

    private CallEstimate() {}

    /** Of one operation; of a subscription, for each event. */
    static long of(ExecutableNormalizedOperation operation) {
        CallEstimate estimate = new CallEstimate();
        operation.getTopLevelFields().forEach(field -> estimate.add(field, 1));
        return Math.min(
                ENDLESS,
                estimate.calls + batches(estimate.leads) + batches(estimate.contacts) + (estimate.glossary ? 1 : 0));
    }

    private void add(ExecutableNormalizedField field, long parents) {
        String parent = field.getSingleObjectTypeName();
        long items = Math.min(ENDLESS, items(field, parent, parents));
        if (GLOSSARY.contains(field.getName())) {
            glossary = true;
        }
        switch (parent + "." + field.getName()) {
            // Those that stand beside each other are read together.
            case "Query.lead", "Query.leadsById" -> leads += items;
            case "Query.contact", "Query.contactsById" -> contacts += items;
            // The log is not amoCRM, but each of these is a reading, too.
            case "Query.leads", "Query.contacts", "Query.stageChanges", "Lead.stageChanges" -> calls++;
            case "Pipeline.leads", "Status.leads" -> calls += parents;
            case "Lead.contacts", "Lead.mainContact", "Contact.leads", "StageChange.lead" -> calls += batches(items);
            case "Lead.company", "Contact.company" -> calls += batches(items);
            default -> {}
        }
        calls = Math.min(ENDLESS, calls);
        field.getChildren().forEach(child -> add(child, items));
    }

    private static long items(ExecutableNormalizedField field, String parent, long parents) {
        return switch (parent + "." + field.getName()) {
            case "Query.pipelines" -> PIPELINES;
            // What many have is the same for many.
            case "Lead.pipeline", "Status.pipeline", "StageChange.pipeline", "StageChange.previousPipeline" ->
                Math.min(parents, PIPELINES);
            case "Lead.status", "Pipeline.status", "StageChange.status", "StageChange.previousStatus" ->
                Math.min(parents, PIPELINES * STATUSES);
            case "Pipeline.statuses" -> Math.min(parents, PIPELINES) * STATUSES;
            case "Lead.contacts", "Contact.leads" -> parents * LINKED;
            case "Query.leadsById", "Query.contactsById" ->
                field.getResolvedArguments().get("ids") instanceof List<?> ids ? ids.size() : 0;
            case "Query.leads", "Query.contacts", "Query.stageChanges", "Pipeline.leads", "Status.leads" ->
                parents * first(field);
            case "Lead.stageChanges" -> parents * first(field);
            default -> parents;
        };
    }

    /** What is out of bounds is refused by the resolver. */
    private static long first(ExecutableNormalizedField field) {
        @Nullable Object first = field.getResolvedArguments().get("first");
        return first instanceof Integer number ? Math.max(1, Math.min(AT_ONCE, number)) : FIRST;
    }

    private static long batches(long ids) {
        return (ids + AT_ONCE - 1) / AT_ONCE;
    }
}
