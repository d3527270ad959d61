package camp.elbrusboot.gateway.sandbox;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/** Starts the sandbox when one of its settings is read for the first time, and tells the gateway where everything is. */
public final class EmbeddedServices implements ConfigSourceFactory {
    /** Below application.properties (250), so that the gateway can overrule it, and above the defaults. */
    private static final int ORDINAL = 240;

    private static final String DEFAULT_PORT = "8089";

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        int port = Integer.parseInt(value(context, "sandbox.port", DEFAULT_PORT));
        double timeScale = Double.parseDouble(value(context, "sandbox.webhook-time-scale", "1.0"));
        return List.of(new Source(port, timeScale));
    }

    /** Starts nothing until a value is asked for: Quarkus reads its configuration in plain unit tests too. */
    private record Source(int port, double webhookTimeScale) implements ConfigSource {
        @Override
        public Set<String> getPropertyNames() {
            return Sandbox.SETTING_NAMES;
        }

        @Override
        public @Nullable String getValue(String name) {
            return Sandbox.SETTING_NAMES.contains(name)
                    ? ResidentSandbox.settings(port, webhookTimeScale).get(name)
                    : null;
        }

        @Override
        public String getName() {
            return "sandbox";
        }

        @Override
        public int getOrdinal() {
            return ORDINAL;
        }
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
