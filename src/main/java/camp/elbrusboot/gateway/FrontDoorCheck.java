package camp.elbrusboot.gateway;

import camp.elbrusboot.gateway.account.OauthConfig;
import camp.elbrusboot.gateway.transport.LimitsConfig;
import camp.elbrusboot.gateway.transport.Manifest;
import camp.elbrusboot.gateway.transport.RequestsConfig;
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
    private final RequestsConfig requests;
    private final LimitsConfig limits;

    FrontDoorCheck(
            HttpConfig http, WebhookConfig webhook, OauthConfig oauth, RequestsConfig requests, LimitsConfig limits) {
        this.http = http;
        this.webhook = webhook;
        this.oauth = oauth;
        this.requests = requests;
        this.limits = limits;
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
        requests(complaint);
    }

    private void requests(Complaint complaint) {
        complaint.atLeast("gateway.requests.max-body", requests.maxBody(), 1_024);
        complaint.between(
                "gateway.requests.max-wait", requests.maxWait(), Duration.ofMillis(100), Duration.ofMinutes(5));
        complaint.atLeast("gateway.requests.persisted", requests.persisted(), 0);
        requests.trustedDocuments().ifPresent(file -> {
            try {
                Manifest.read(file);
            } catch (IllegalArgumentException e) {
                complaint.wrong("gateway.requests.trusted-documents", String.valueOf(e.getMessage()));
            }
        });
        complaint.atLeast("gateway.limits.tokens", limits.tokens(), 1);
        complaint.atLeast("gateway.limits.depth", limits.depth(), 1);
        complaint.atLeast("gateway.limits.fields", limits.fields(), 1);
        complaint.atLeast("gateway.limits.roots", limits.roots(), 1);
        complaint.atLeast("gateway.limits.aliases", limits.aliases(), 0);
        complaint.atLeast("gateway.limits.directives", limits.directives(), 0);
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
