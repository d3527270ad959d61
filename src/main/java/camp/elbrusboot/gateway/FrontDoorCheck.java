package camp.elbrusboot.gateway;

import camp.elbrusboot.gateway.account.OauthConfig;
import camp.elbrusboot.gateway.web.HttpConfig;
import camp.elbrusboot.gateway.web.Networks;
import camp.elbrusboot.gateway.webhook.WebhookConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** The part of the check of the settings that is about connections and the routes of amoCRM. */
@ApplicationScoped
class FrontDoorCheck {
    private final HttpConfig http;
    private final WebhookConfig webhook;
    private final OauthConfig oauth;

    FrontDoorCheck(HttpConfig http, WebhookConfig webhook, OauthConfig oauth) {
        this.http = http;
        this.webhook = webhook;
        this.oauth = oauth;
    }

    void complain(Complaint complaint) {
        complaint.between("gateway.http.head", http.head(), Duration.ofMillis(100), Duration.ofMinutes(5));
        complaint.atLeast("gateway.http.callers", http.callers(), 1);
        http.connectionsPerAddress()
                .ifPresent(most -> complaint.atLeast("gateway.http.connections-per-address", most, 1));
        rate(
                complaint,
                "gateway.webhook.rate",
                webhook.rate().perSecond(),
                webhook.rate().burst());
        rate(
                complaint,
                "gateway.webhook.strangers",
                webhook.strangers().perSecond(),
                webhook.strangers().burst());
        rate(
                complaint,
                "gateway.oauth.rate",
                oauth.rate().perSecond(),
                oauth.rate().burst());
        networks(complaint, webhook.networks().orElse(List.of()));
    }

    private static void rate(Complaint complaint, String name, int perSecond, int burst) {
        complaint.atLeast(name + ".per-second", perSecond, 1);
        complaint.atLeast(name + ".burst", burst, 1);
    }

    private static void networks(Complaint complaint, List<String> texts) {
        try {
            Networks.of(texts);
        } catch (IllegalArgumentException e) {
            complaint.wrong("gateway.webhook.networks", String.valueOf(e.getMessage()));
        }
    }
}
