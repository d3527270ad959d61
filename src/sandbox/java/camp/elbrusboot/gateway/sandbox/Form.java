package camp.elbrusboot.gateway.sandbox;

import java.util.ArrayList;
import java.util.List;

/** A form body as amoCRM encodes it: keys percent-encoded, a space as {@code +}, all values strings (section 4.1). */
final class Form {
    private final List<String> pairs = new ArrayList<>();

    Form add(String key, Object value) {
        pairs.add(Query.encode(key) + "=" + Query.encode(String.valueOf(value)));
        return this;
    }

    Form addAll(Form other) {
        pairs.addAll(other.pairs);
        return this;
    }

    String encoded() {
        return String.join("&", pairs);
    }
}
