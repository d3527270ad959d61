package camp.elbrusboot.gateway.sandbox;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A running stand-in for amoCRM, with PostgreSQL and Redis beside it if they were asked for. */
public final class Sandbox implements AutoCloseable {
    /** The names of {@link #settingsForGateway()} when databases run too. */
    static final Set<String> SETTING_NAMES = Set.of(
            "sandbox.url",
            "gateway.database.url",
            "gateway.database.username",
            "gateway.database.password",
            "gateway.redis.url",
            "gateway.tokens.keys",
            "gateway.access.public-key",
            "gateway.access.audience",
            "gateway.account.id",
            "gateway.account.host",
            "gateway.account.base-url",
            "gateway.account.client-id",
            "gateway.account.client-secret",
            "gateway.account.redirect-uri",
            "gateway.account.authorization-code",
            "gateway.account.webhook-key");

    /** The gateway's key ring for tokens at rest: one key of 32 bytes, by name. It opens nothing but what is fictional. */
    private static final String TOKEN_KEYS = "sandbox:c2FuZGJveC1rZXktb2YtdG9rZW5zLWF0LXJlc3QtMDE=";

    private final HttpFront front;
    private final Platform platform;
    private final @Nullable Databases databases;
    private final String webhookKey;

    private Sandbox(HttpFront front, Platform platform, @Nullable Databases databases) {
        this.front = front;
        this.platform = platform;
        this.databases = databases;
        byte[] key = new byte[16];
        new SecureRandom().nextBytes(key);
        this.webhookKey = HexFormat.of().formatHex(key);
    }

    /** Binds the port first, so that a taken one is told before anything else is started. */
    public static Sandbox start(SandboxSettings settings) {
        HttpFront front = new HttpFront(settings.port(), settings.clock());
        try {
            Databases databases = settings.databases() ? Databases.start() : null;
            Behaviour behaviour = Behaviour.DEFAULT.withWebhookTimeScale(settings.webhookTimeScale());
            Platform platform = new Platform(behaviour, settings.clock());
            Sandbox sandbox = new Sandbox(front, platform, databases);
            ControlRoutes controls =
                    new ControlRoutes(platform, new ControlPage(sandbox.url(), platform.first().account));
            front.start(call -> ControlRoutes.concerns(call) ? controls.answer(call) : platform.answer(call));
            return sandbox;
        } catch (RuntimeException failed) {
            front.close();
            throw failed;
        }
    }

    public String url() {
        return "http://localhost:" + front.port();
    }

    /** Has every change of leads, contacts and companies announced to {@code destination}, as an administrator would. */
    public void subscribe(String destination) {
        Subscriptions subscriptions = platform.first().subscriptions;
        subscriptions.unsubscribe(destination);
        subscriptions.subscribe(destination, Subscription.CRM_SETTINGS, 1);
    }

    /** What the gateway has to be told, by the names of its settings. Each call hands out a fresh authorization code. */
    public Map<String, String> settingsForGateway() {
        Map<String, String> settings = new LinkedHashMap<>();
        if (databases != null) {
            settings.putAll(databases.settingsForGateway());
        }
        settings.put("sandbox.url", url());
        settings.put("gateway.tokens.keys", TOKEN_KEYS);
        settings.put("gateway.access.public-key", platform.callers.publicKey());
        settings.put("gateway.access.audience", CallerTokens.AUDIENCE);
        settings.put(
                "gateway.account.id", String.valueOf(platform.first().account.id()));
        settings.put("gateway.account.host", platform.first().account.host());
        settings.put("gateway.account.base-url", url() + "/at/{host}");
        settings.put("gateway.account.client-id", Integration.CLIENT_ID);
        settings.put("gateway.account.client-secret", Integration.CLIENT_SECRET);
        settings.put("gateway.account.redirect-uri", Integration.REDIRECT_URI);
        settings.put(
                "gateway.account.authorization-code", platform.first().tokens.newCode());
        settings.put("gateway.account.webhook-key", webhookKey);
        return settings;
    }

    @Override
    public void close() {
        front.close();
        platform.close();
        if (databases != null) {
            databases.close();
        }
    }
}
