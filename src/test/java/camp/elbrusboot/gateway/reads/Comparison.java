package camp.elbrusboot.gateway.reads;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Holds two answers against each other as trees. */
final class Comparison {
    private static final int MOST = 10;

    private final Cursors cursors;
    private final List<String> differences = new ArrayList<>();

    private Comparison(Cursors cursors) {
        this.cursors = cursors;
    }

    /** Where they differ, and how; empty when nowhere. Learns the cursors of the actual one. */
    static List<String> of(JsonNode expected, JsonNode actual, Cursors cursors) {
        Comparison comparison = new Comparison(cursors);
        comparison.compare("", expected, actual);
        return comparison.differences;
    }

    private void compare(String path, JsonNode expected, JsonNode actual) {
        if (expected.isObject() && actual.isObject()) {
            List<String> keys = new ArrayList<>();
            expected.fieldNames().forEachRemaining(keys::add);
            List<String> others = new ArrayList<>();
            actual.fieldNames().forEachRemaining(others::add);
            if (!keys.stream().sorted().toList().equals(others.stream().sorted().toList())) {
                differ(path, keys, others);
            }
            keys.stream()
                    .filter(others::contains)
                    .forEach(key -> compare(path + "/" + key, expected.get(key), actual.get(key)));
        } else if (expected.isArray() && actual.isArray()) {
            if (expected.size() != actual.size()) {
                differ(path + " length", expected.size(), actual.size());
            }
            for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
                compare(path + "/" + i, expected.get(i), actual.get(i));
            }
        } else if (expected.isTextual() && actual.isTextual() && Cursors.isPlace(expected.textValue())) {
            if (!cursors.learn(actual.textValue(), expected.textValue())) {
                differ(path, expected, "a cursor that stood for another place before");
            }
        } else if (expected.isNumber() && actual.isNumber()) {
            if (expected.decimalValue().compareTo(actual.decimalValue()) != 0) {
                differ(path, expected, actual);
            }
        } else if (!expected.equals(actual)) {
            differ(path, expected, actual);
        }
    }

    private void differ(String path, Object expected, Object actual) {
        if (differences.size() < MOST) {
            differences.add(path + ": expected " + expected + ", got " + actual);
        }
    }
}
