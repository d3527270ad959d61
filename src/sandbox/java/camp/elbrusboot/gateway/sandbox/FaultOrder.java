package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A fault that somebody asked for.
 *
 * @param path prefix of the paths it concerns (of the call without the host, or of the webhook's destination); empty for all
 * @param host of the call; empty for all
 * @param moreThan concerns only calls with more ids than that, or that ask for longer pages if they name no ids
 * @param times how often; null until it is deleted
 */
record FaultOrder(
        Fault fault,
        String path,
        String host,
        @Nullable Integer moreThan,
        @Nullable Integer times) {
    static final List<String> KINDS = List.of(
            "status",
            "blocked",
            "html-instead-of-json",
            "empty-body",
            "truncated-body",
            "slow-body",
            "dropped-connection",
            "lost-reply",
            "slow-reply",
            "webhook-duplicate",
            "webhook-reorder",
            "webhook-drop",
            "webhook-hold",
            "webhook-delay");

    private static final Set<String> FIELDS = Set.of("kind", "status", "path", "host", "moreThan", "times", "delayMs");
    private static final int LONGEST_DELAY_MS = 600_000;

    /** Throws IllegalArgumentException with a text that says what is wrong. */
    static FaultOrder parse(ObjectNode json) {
        json.fieldNames().forEachRemaining(FaultOrder::requireKnown);
        JsonNode path = json.path("path");
        if (!path.isMissingNode() && !path.asText("").startsWith("/")) {
            throw new IllegalArgumentException("\"path\" must be a text that begins with /");
        }
        Integer times = json.has("times") ? (Integer) number(json, "times", 1, Integer.MAX_VALUE) : null;
        Integer moreThan = json.has("moreThan") ? (Integer) number(json, "moreThan", 0, Integer.MAX_VALUE) : null;
        String host = json.path("host").asText("").toLowerCase(Locale.ROOT);
        return new FaultOrder(fault(json), path.asText(""), host, moreThan, times);
    }

    boolean concerns(Call call) {
        return call.path().startsWith(path)
                && (host.isEmpty() || host.equals(call.host()))
                && (moreThan == null || size(call.query()) > moreThan);
    }

    boolean concernsHook(String destinationPath) {
        return destinationPath.startsWith(path);
    }

    /** The ids that the call names, in whatever way; the length of the page if there is none. */
    private static long size(Query query) {
        long ids = Stream.of(query.texts("filter", "id"), query.texts("id"), query.texts("filter", "entity_id"))
                .mapToLong(List::size)
                .sum();
        return ids > 0
                ? ids
                : query.number("limit").or(() -> query.number("limit_rows")).orElse(0L);
    }

    private static Fault fault(ObjectNode json) {
        return switch (json.path("kind").asText("")) {
            case "status" -> new Fault.Status(number(json, "status", 400, 599));
            case "blocked" -> new Fault.Blocked();
            case "html-instead-of-json" -> new Fault.HtmlInsteadOfJson();
            case "empty-body" -> new Fault.EmptyBody();
            case "truncated-body" -> new Fault.TruncatedBody();
            case "slow-body" -> new Fault.SlowBody(delay(json));
            case "dropped-connection" -> new Fault.DroppedConnection();
            case "lost-reply" -> new Fault.LostReply();
            case "slow-reply" -> new Fault.SlowReply(delay(json));
            case "webhook-duplicate" -> new Fault.HookDuplicate();
            case "webhook-reorder" -> new Fault.HookReorder();
            case "webhook-drop" -> new Fault.HookDrop();
            case "webhook-hold" -> new Fault.HookHold();
            case "webhook-delay" -> new Fault.HookDelay(delay(json));
            default -> throw new IllegalArgumentException("\"kind\" must be one of " + String.join(", ", KINDS));
        };
    }

    private static Duration delay(ObjectNode json) {
        return Duration.ofMillis(number(json, "delayMs", 1, LONGEST_DELAY_MS));
    }

    private static int number(ObjectNode json, String field, int least, int most) {
        JsonNode value = json.path(field);
        if (!value.canConvertToInt()
                || !value.isIntegralNumber()
                || value.intValue() < least
                || value.intValue() > most) {
            throw new IllegalArgumentException(
                    "\"" + field + "\" must be a whole number from " + least + " to " + most);
        }
        return value.intValue();
    }

    private static void requireKnown(String field) {
        if (!FIELDS.contains(field)) {
            throw new IllegalArgumentException(
                    "unknown field \"" + field + "\"; known are kind, status, path, host, moreThan, times, delayMs");
        }
    }
}
