package camp.elbrusboot.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is missing and what is wrong among the settings, as one message. Shows names and limits, never secrets. */
final class Complaint {
    private final List<String> missing = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    void need(Optional<String> value, String name, String what) {
        if (value.isEmpty()) {
            missing.add(named(name) + ": " + what);
        }
    }

    void wrong(String name, String why) {
        wrong.add(named(name) + " " + why);
    }

    void atLeast(String name, long value, long least) {
        if (value < least) {
            wrong(name, "is " + value + " and must be at least " + least);
        }
    }

    void between(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            wrong(name, "is " + value + " and must be from " + least + " to " + most);
        }
    }

    /** Empty when there is nothing to complain of. */
    Optional<String> text() {
        if (missing.isEmpty() && wrong.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder("\nThe gateway cannot start.\n");
        append(text, "Settings that are missing, by environment variable (or property):", missing);
        append(text, "Settings that are wrong:", wrong);
        text.append("\nTo try the gateway without any of this: ./mvnw quarkus:dev -Dsandbox\n");
        return Optional.of(text.toString());
    }

    private static String named(String name) {
        return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_') + " (" + name + ")";
    }

    private static void append(StringBuilder text, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append('\n').append(title).append('\n');
            lines.forEach(line -> text.append("  ").append(line).append('\n'));
        }
    }
}
