package camp.elbrusboot.gateway.artifact;

import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Runs the sandbox in the JVM of the test and tells the packaged gateway about it, by settings alone. */
final class SandboxSettings {
    private SandboxSettings() {}

    /** What the sandbox says a gateway has to be told. */
    static Map<String, String> settings() {
        Config config = ConfigProvider.getConfig();
        Map<String, String> settings = new HashMap<>();
        for (String name : config.getPropertyNames()) {
            if (name.startsWith("gateway.")) {
                settings.put(name, config.getValue(name, String.class));
            }
        }
        // Tests empty Redis from outside; what the process remembers they could not. Those that are about that set it
        // again.
        settings.put("gateway.cache.memory", "0");
        // A busy machine takes longer than amoCRM would wait; that alone must fail no test.
        settings.put("gateway.log.patience", "20s");
        // Calls are counted, and what is dropped on purpose is to stay away.
        settings.put("gateway.repair.enabled", "false");
        // Tests are in more of a hurry than amoCRM.
        settings.put("gateway.upstream.transit", "1500ms");
        settings.put("gateway.webhook.rate.per-second", "100000");
        settings.put("gateway.webhook.rate.burst", "100000");
        settings.put("gateway.oauth.rate.burst", "1000");
        return settings;
    }
}
