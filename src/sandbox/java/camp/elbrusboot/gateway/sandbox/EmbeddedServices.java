package camp.elbrusboot.gateway.sandbox;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Starts the sandbox when configuration is read for the first time, and tells the gateway where everything is. */
public final class EmbeddedServices implements ConfigSourceFactory {
    /** Above the defaults of application.properties' own source is not needed; below the environment and -D it is. */
    private static final int ORDINAL = 240;

    private static final String DEFAULT_PORT = "8089";

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        int port = Integer.parseInt(value(context, "sandbox.port", DEFAULT_PORT));
        double timeScale = Double.parseDouble(value(context, "sandbox.webhook-time-scale", "1.0"));
        Map<String, String> settings = ResidentSandbox.settings(port, timeScale);
        return List.of(new PropertiesConfigSource(settings, "sandbox", ORDINAL));
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(ORDINAL);
    }

    /** A key with a profile in front is resolved by hand: interceptors that do it may not stand yet. */
    private static String value(ConfigSourceContext context, String name, String otherwise) {
        for (String profile : context.getProfiles()) {
            ConfigValue ofProfile = context.getValue("%" + profile + "." + name);
            if (ofProfile != null && ofProfile.getValue() != null && !isOverridden(context, name, ofProfile)) {
                return ofProfile.getValue();
            }
        }
        ConfigValue plain = context.getValue(name);
        return plain == null || plain.getValue() == null ? otherwise : plain.getValue();
    }

    /** {@code -Dsandbox.port} is stronger than a default of a profile. */
    private static boolean isOverridden(ConfigSourceContext context, String name, ConfigValue ofProfile) {
        ConfigValue plain = context.getValue(name);
        return plain != null && plain.getConfigSourceOrdinal() > ofProfile.getConfigSourceOrdinal();
    }
}
