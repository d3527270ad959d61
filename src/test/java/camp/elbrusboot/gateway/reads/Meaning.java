package camp.elbrusboot.gateway.reads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;

/**
 * What a field of the public schema is in amoCRM's documents. Answers a leaf, a {@link Thing}, a list of either, or null.
 * Written from the schema and from what is known of amoCRM, not from the gateway.
 */
interface Meaning {
    Object of(JsonNode on, Given given);

    /** An object of the schema, with the document that its fields are read from. */
    record Thing(String type, JsonNode raw) {}

    /** A number in amoCRM, a text in GraphQL. */
    static Meaning id(String key) {
        return (on, given) -> idOf(on.path(key));
    }

    static Meaning plain(String key) {
        return (on, given) -> on.path(key).isMissingNode() ? null : on.get(key);
    }

    /** For texts that are never null. */
    static Meaning text(String key) {
        return (on, given) -> TextNode.valueOf(on.path(key).asText(""));
    }

    /** From seconds to the form of RFC 3339. */
    static Meaning moment(String key) {
        return (on, given) -> on.path(key).isNumber()
                ? TextNode.valueOf(Instant.ofEpochSecond(on.path(key).asLong()).toString())
                : null;
    }

    static JsonNode idOf(JsonNode number) {
        return number.isNumber() ? TextNode.valueOf(number.asText()) : NullNode.getInstance();
    }

    static JsonNode number(long value) {
        return LongNode.valueOf(value);
    }

    /** Null where amoCRM has none. */
    static Thing thing(String type, JsonNode raw) {
        return raw.isObject() ? new Thing(type, raw) : null;
    }
}
