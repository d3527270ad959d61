package camp.elbrusboot.gateway.sandbox;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The one sandbox of a JVM. Quarkus loads this class in several class loaders, and closes some of them on a hot reload;
 * the sandbox has to outlive them all. So what it has told the gateway is kept among the system properties, and its
 * classes are loaded once more by a {@link ResidentLoader} that nobody closes.
 */
public final class ResidentSandbox implements Callable<Map<String, String>> {
    private static final String PREFIX = "sandbox.resident.";

    private final int port;
    private final double webhookTimeScale;

    /** Called by reflection, in the class loader that lasts. */
    public ResidentSandbox(int port, double webhookTimeScale) {
        this.port = port;
        this.webhookTimeScale = webhookTimeScale;
    }

    static Map<String, String> settings(int port, double webhookTimeScale) {
        // One lock for all class loaders. Not the properties themselves: the starting thread has to write some.
        synchronized (PREFIX.intern()) {
            Properties system = System.getProperties();
            Map<String, String> known = known(system);
            if (known.isEmpty()) {
                known = start(port, webhookTimeScale);
                known.forEach((name, value) -> system.setProperty(PREFIX + name, value));
            }
            return known;
        }
    }

    private static Map<String, String> known(Properties system) {
        Map<String, String> known = new HashMap<>();
        for (String name : system.stringPropertyNames()) {
            if (name.startsWith(PREFIX)) {
                known.put(name.substring(PREFIX.length()), system.getProperty(name));
            }
        }
        return known;
    }

    private static Map<String, String> start(int port, double webhookTimeScale) {
        try {
            ClassLoader loader = ResidentLoader.beside(ResidentSandbox.class);
            Object resident = loader.loadClass(ResidentSandbox.class.getName())
                    .getConstructor(int.class, double.class)
                    .newInstance(port, webhookTimeScale);
            @SuppressWarnings("unchecked") // The same source, whatever loader it came through.
            Callable<Map<String, String>> start = (Callable<Map<String, String>>) resident;
            return inOwnThread(loader, start);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The sandbox could not be loaded", e);
        }
    }

    /** The threads of the sandbox inherit from this one: they are daemons, and know no class loader of Quarkus. */
    private static Map<String, String> inOwnThread(ClassLoader loader, Callable<Map<String, String>> start) {
        Map<String, String> settings = new HashMap<>();
        Exception[] failure = new Exception[1];
        Thread thread = Threads.daemon("sandbox-start", () -> {
            try {
                settings.putAll(start.call());
            } catch (Exception e) {
                failure[0] = e;
            }
        });
        thread.setContextClassLoader(loader);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the sandbox was starting", e);
        }
        @Nullable Exception thrown = failure[0];
        if (thrown != null) {
            throw thrown instanceof RuntimeException known ? known : new IllegalStateException(thrown);
        }
        return settings;
    }

    @Override
    public Map<String, String> call() {
        Sandbox sandbox =
                Sandbox.start(SandboxSettings.everything().withPort(port).withWebhookTimeScale(webhookTimeScale));
        Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close, "sandbox-stop"));
        return sandbox.settingsForGateway();
    }
}
