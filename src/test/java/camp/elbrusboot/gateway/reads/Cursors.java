package camp.elbrusboot.gateway.reads;

import java.util.HashMap;
import java.util.Map;

/** Cursors are opaque: what one stands for is learned from the answer that it came in, and has to stay so. */
final class Cursors {
    private static final String PLACE = "\u0000place ";

    private final Map<String, String> places = new HashMap<>();

    /** Stands in an expected answer where the gateway has a cursor. */
    static String place(String list, int index) {
        return PLACE + index + " " + list;
    }

    static boolean isPlace(String text) {
        return text.startsWith(PLACE);
    }

    /** Whether the cursor may stand there. */
    boolean learn(String cursor, String place) {
        String known = places.putIfAbsent(cursor, place);
        return !cursor.isEmpty() && (known == null || known.equals(place));
    }

    /** The index of the row behind it. */
    int after(String cursor, String list) {
        String place = places.get(cursor);
        if (place == null || !place.endsWith(" " + list)) {
            throw new IllegalStateException("a cursor of " + place + " was used in " + list);
        }
        String index = place.substring(PLACE.length(), place.indexOf(' ', PLACE.length()));
        return Integer.parseInt(index) + 1;
    }
}
