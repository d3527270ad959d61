package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** What the gateway asked for, refused calls included. A call is written down before it is answered. */
final class RequestLog {
    private static final int MOST_KEPT = 20_000;

    private final Deque<Entry> entries = new ArrayDeque<>();
    private long total;

    private record Entry(Instant at, String method, String host, String path, String query, int status) {}

    /** {@code status} 0 stands for a connection that was dropped instead of an answer. */
    synchronized void add(Call call, int status) {
        total++;
        String query = call.rawQuery() == null ? "" : call.rawQuery();
        entries.addLast(new Entry(call.at(), call.method(), call.host(), call.path(), query, status));
        if (entries.size() > MOST_KEPT) {
            entries.removeFirst();
        }
    }

    /** In the order in which the calls arrived. */
    ObjectNode document() {
        List<Entry> kept;
        ObjectNode document = Json.object();
        synchronized (this) {
            document.put("total", total);
            kept = List.copyOf(entries);
        }
        document.set(
                "requests",
                Json.array(kept.stream().sorted(Comparator.comparing(Entry::at)).toList(), RequestLog::document));
        return document;
    }

    private static ObjectNode document(Entry entry) {
        return Json.object()
                .put("at", milliseconds(entry.at()))
                .put("method", entry.method())
                .put("host", entry.host())
                .put("path", entry.path())
                .put("query", entry.query())
                .put("status", entry.status());
    }

    /** Milliseconds since the epoch, with the fractions that the clock has. */
    static BigDecimal milliseconds(Instant instant) {
        return BigDecimal.valueOf(instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000, 3);
    }
}
