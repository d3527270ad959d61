package camp.elbrusboot.gateway.transport;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** In which form an answer can be had, and how the one that a caller wants is found (RFC 9110, 12.5.1). */
enum MediaType {
    /** GraphQL over HTTP, with a status that says how it went. */
    GRAPHQL("application/graphql-response+json"),
    /** The same for clients from before, for which a well-formed request is 200 whatever comes of it. */
    JSON("application/json"),
    EVENTS("text/event-stream");

    private static final int LONGEST_HEADER = 1_000;

    private final String name;

    MediaType(String name) {
        this.name = name;
    }

    String contentType() {
        return this == EVENTS ? name : name + "; charset=utf-8";
    }

    /** @param quality from 0 to 1 */
    private record Range(String name, double quality) {
        /** How exactly it means the type; 0 for not at all. */
        int meaning(MediaType type) {
            if (name.equals(type.name)) {
                return 3;
            }
            if (name.endsWith("/*") && type.name.startsWith(name.substring(0, name.length() - 1))) {
                return 2;
            }
            return name.equals("*/*") ? 1 : 0;
        }
    }

    /** Null where none of them is wanted. What is wanted as much as JSON, by a pattern only, is JSON. */
    static @Nullable MediaType wanted(List<String> accept) {
        List<Range> ranges = ranges(String.join(",", accept));
        if (ranges.isEmpty()) {
            return JSON;
        }
        MediaType best = null;
        double bestQuality = 0;
        int bestPlace = Integer.MAX_VALUE;
        for (MediaType type : List.of(JSON, GRAPHQL, EVENTS)) {
            Range range = ranges.stream()
                    .filter(one -> one.meaning(type) > 0)
                    .max(Comparator.comparingInt(one -> one.meaning(type)))
                    .orElse(null);
            if (range == null || range.quality() == 0) {
                continue;
            }
            // Of two that are named with the same weight, the one that is named first.
            int place = range.meaning(type) == 3 ? ranges.indexOf(range) : ranges.size();
            if (range.quality() > bestQuality || (range.quality() == bestQuality && place < bestPlace)) {
                best = type;
                bestQuality = range.quality();
                bestPlace = place;
            }
        }
        return best;
    }

    private static List<Range> ranges(String accept) {
        List<Range> ranges = new ArrayList<>();
        if (accept.length() > LONGEST_HEADER) {
            return ranges;
        }
        for (String part : accept.split(",", -1)) {
            String[] pieces = part.split(";", -1);
            String name = pieces[0].strip().toLowerCase(Locale.ROOT);
            if (!name.isEmpty()) {
                ranges.add(new Range(name, quality(pieces)));
            }
        }
        return ranges;
    }

    private static double quality(String[] pieces) {
        for (int i = 1; i < pieces.length; i++) {
            String parameter = pieces[i].strip().toLowerCase(Locale.ROOT);
            if (parameter.startsWith("q=")) {
                try {
                    double quality = Double.parseDouble(parameter.substring(2));
                    return quality >= 0 && quality <= 1 ? quality : 0;
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }

    /** Whether a request's body is JSON in UTF-8. A page of another origin cannot send that without being asked first. */
    static boolean isJson(@Nullable String contentType) {
        if (contentType == null || contentType.length() > LONGEST_HEADER) {
            return false;
        }
        String[] pieces = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        if (!pieces[0].strip().equals(JSON.name)) {
            return false;
        }
        for (int i = 1; i < pieces.length; i++) {
            String parameter = pieces[i].strip().replace("\"", "");
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                return false;
            }
        }
        return true;
    }
}
