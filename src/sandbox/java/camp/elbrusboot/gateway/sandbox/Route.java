package camp.elbrusboot.gateway.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** One call of an API: {@code {id}} in the template stands for a number, {@code {text}} for any segment. */
record Route(String method, List<String> template, Handler handler) {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    interface Handler {
        Reply answer(Call call, Path path);
    }

    /** The segments that the placeholders stand for, from left to right. */
    record Path(List<String> values) {
        long id(int index) {
            return Long.parseLong(values.get(index));
        }

        String text(int index) {
            return values.get(index);
        }
    }

    static Route get(String template, Handler handler) {
        return of("GET", template, handler);
    }

    static Route post(String template, Handler handler) {
        return of("POST", template, handler);
    }

    static Route of(String method, String template, Handler handler) {
        return new Route(method, List.of(template.substring(1).split("/", -1)), handler);
    }

    Optional<Path> match(List<String> segments) {
        if (segments.size() != template.size()) {
            return Optional.empty();
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < segments.size(); i++) {
            String expected = template.get(i);
            String actual = segments.get(i);
            boolean placeholder = expected.equals("{text}")
                    || (expected.equals("{id}") && NUMBER.matcher(actual).matches());
            if (placeholder) {
                values.add(actual);
            } else if (!expected.equals(actual)) {
                return Optional.empty();
            }
        }
        return Optional.of(new Path(values));
    }
}
