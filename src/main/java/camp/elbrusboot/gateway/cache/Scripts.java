package camp.elbrusboot.gateway.cache;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The Lua scripts of {@code cache/} among the resources. */
final class Scripts {
    private Scripts() {}

    static String read(String name) {
        try (InputStream source = Objects.requireNonNull(
                Scripts.class.getResourceAsStream("/cache/" + name + ".lua"), "a script is missing")) {
            return new String(source.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
