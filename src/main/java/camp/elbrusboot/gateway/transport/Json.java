package camp.elbrusboot.gateway.transport;

import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON of requests. */
final class Json {
    /** Looked for once: {@code jakarta.json.Json} would look for it with each value. */
    static final JsonProvider PROVIDER = JsonProvider.provider();

    private static final JsonReaderFactory READERS = PROVIDER.createReaderFactory(Map.of());

    private Json() {}

    /** Null for what is none. */
    static @Nullable JsonObject object(String text) {
        try (JsonReader reader = READERS.createReader(new StringReader(text))) {
            return reader.readObject();
        } catch (RuntimeException notJson) {
            // What is nested too deeply has no exception of its own.
            return null;
        }
    }
}
