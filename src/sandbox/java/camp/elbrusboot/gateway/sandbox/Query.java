package camp.elbrusboot.gateway.sandbox;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Query parameters with PHP's bracket arrays, which both API generations use; brackets may be encoded (section 0). */
final class Query {
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

    private final List<Parameter> parameters = new ArrayList<>();

    private record Parameter(String key, List<String> path, String value) {}

    /** Both bounds inclusive (section 7, point 6). */
    record Range(@Nullable Long from, @Nullable Long to) {
        boolean contains(@Nullable Long value) {
            if (value == null) {
                return from == null && to == null;
            }
            return (from == null || value >= from) && (to == null || value <= to);
        }
    }

    Query(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return;
        }
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String key = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (!key.isEmpty()) {
                parameters.add(new Parameter(key, path(key), value));
            }
        }
    }

    Optional<String> text(String... path) {
        List<String> wanted = List.of(path);
        return parameters.stream()
                .filter(parameter -> parameter.path().equals(wanted))
                .map(Parameter::value)
                .reduce((first, last) -> last);
    }

    Optional<Long> number(String... path) {
        return text(path).filter(text -> NUMBER.matcher(text).matches()).map(Long::valueOf);
    }

    /** The values of a scalar or of an array, commas and all. */
    List<String> values(String... path) {
        List<String> wanted = List.of(path);
        return parameters.stream()
                .filter(parameter -> parameter.path().equals(wanted) || isElement(parameter.path(), wanted))
                .map(Parameter::value)
                .toList();
    }

    /** The values of a scalar, of a comma-separated list or of an array: {@code id=1}, {@code id=1,2}, {@code id[]=1}. */
    List<String> texts(String... path) {
        return values(path).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::trim)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    Set<Long> numbers(String... path) {
        return texts(path).stream()
                .filter(text -> NUMBER.matcher(text).matches())
                .map(Long::valueOf)
                .collect(Collectors.toSet());
    }

    boolean has(String... path) {
        List<String> wanted = List.of(path);
        return parameters.stream().anyMatch(parameter -> startsWith(parameter.path(), wanted));
    }

    Range range(String... path) {
        return new Range(
                number(append(path, "from")).orElse(null),
                number(append(path, "to")).orElse(null));
    }

    /** The objects of an array: {@code filter[statuses][0][pipeline_id]=1&filter[statuses][0][status_id]=2}. */
    Collection<Map<String, String>> objects(String... path) {
        List<String> wanted = List.of(path);
        Map<String, Map<String, String>> objects = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            List<String> actual = parameter.path();
            if (actual.size() == wanted.size() + 2 && startsWith(actual, wanted)) {
                objects.computeIfAbsent(actual.get(wanted.size()), index -> new LinkedHashMap<>())
                        .put(actual.get(wanted.size() + 1), parameter.value());
            }
        }
        return objects.values();
    }

    /** The names one level below {@code path}. */
    List<String> keysBelow(String... path) {
        List<String> wanted = List.of(path);
        return parameters.stream()
                .map(Parameter::path)
                .filter(actual -> actual.size() > wanted.size() && startsWith(actual, wanted))
                .map(actual -> actual.get(wanted.size()))
                .distinct()
                .toList();
    }

    /** The parameters as amoCRM repeats them in {@code _links}: encoded, limit and page last. */
    String forPage(long limit, long page) {
        StringBuilder text = new StringBuilder();
        for (Parameter parameter : parameters) {
            if (!parameter.key().equals("page") && !parameter.key().equals("limit")) {
                text.append(encode(parameter.key()))
                        .append('=')
                        .append(encode(parameter.value()))
                        .append('&');
            }
        }
        return text.append("limit=").append(limit).append("&page=").append(page).toString();
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException badEscape) {
            return text;
        }
    }

    private static List<String> path(String key) {
        int bracket = key.indexOf('[');
        if (bracket <= 0 || !key.endsWith("]")) {
            return List.of(key);
        }
        List<String> path = new ArrayList<>();
        path.add(key.substring(0, bracket));
        path.addAll(Arrays.asList(key.substring(bracket + 1, key.length() - 1).split("]\\[", -1)));
        return List.copyOf(path);
    }

    private static boolean isElement(List<String> path, List<String> array) {
        if (path.size() != array.size() + 1 || !startsWith(path, array)) {
            return false;
        }
        String index = path.get(array.size());
        return index.isEmpty() || NUMBER.matcher(index).matches();
    }

    private static boolean startsWith(List<String> path, List<String> prefix) {
        return path.size() >= prefix.size() && path.subList(0, prefix.size()).equals(prefix);
    }

    private static String[] append(String[] path, String last) {
        String[] longer = Arrays.copyOf(path, path.length + 1);
        longer[path.length] = last;
        return longer;
    }
}
