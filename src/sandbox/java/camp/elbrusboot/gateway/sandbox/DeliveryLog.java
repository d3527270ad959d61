package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** What was sent by webhook and what was answered, in the order of the answers. */
final class DeliveryLog {
    private static final int MOST_KEPT = 20_000;

    private final Deque<Entry> entries = new ArrayDeque<>();

    private record Entry(Instant at, Hook hook, int status) {}

    synchronized void add(Instant at, Hook hook, int status) {
        entries.addLast(new Entry(at, hook, status));
        if (entries.size() > MOST_KEPT) {
            entries.removeFirst();
        }
    }

    synchronized ArrayNode document() {
        return Json.array(entries, DeliveryLog::document);
    }

    private static ObjectNode document(Entry entry) {
        return Json.object()
                .put("at", RequestLog.milliseconds(entry.at()))
                .put("destination", entry.hook().destination())
                .put("attempt", entry.hook().attempt())
                .put("status", entry.status())
                .put("requestId", entry.hook().requestId());
    }
}
