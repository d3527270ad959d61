package camp.elbrusboot.gateway.journey;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A gateway that has little patience, and lets webhooks in from two addresses. */
public class FrontDoor implements QuarkusTestProfile {
    static final String OTHER_KEY = "another-key-of-the-webhook";
    static final String PREVIOUS_SECRET = "the-secret-before-this-one";
    static final int CONNECTIONS = 40;
    static final String PROXY = "127.0.0.9";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                Map.entry("gateway.http.head", "1s"),
                Map.entry("gateway.http.connections-per-address", Integer.toString(CONNECTIONS)),
                Map.entry("gateway.webhook.rate.per-second", "1"),
                Map.entry("gateway.webhook.rate.burst", "30"),
                Map.entry("gateway.webhook.strangers.per-second", "1"),
                Map.entry("gateway.webhook.strangers.burst", "10"),
                Map.entry("gateway.webhook.networks", "127.0.0.0/29,2001:db8::/32"),
                Map.entry("gateway.oauth.rate.per-second", "1"),
                Map.entry("gateway.oauth.rate.burst", "10"),
                Map.entry("gateway.account.other-webhook-keys", OTHER_KEY),
                Map.entry("quarkus.http.proxy.proxy-address-forwarding", "true"),
                Map.entry("quarkus.http.proxy.trusted-proxies", PROXY),
                Map.entry("gateway.account.previous-client-secret", PREVIOUS_SECRET));
    }
}
