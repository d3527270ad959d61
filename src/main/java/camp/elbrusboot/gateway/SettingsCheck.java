package camp.elbrusboot.gateway;

import camp.elbrusboot.gateway.account.AccountConfig;
import camp.elbrusboot.gateway.account.UpstreamConfig;
import camp.elbrusboot.gateway.api.ApiConfig;
import camp.elbrusboot.gateway.cache.CacheConfig;
import camp.elbrusboot.gateway.feed.FeedConfig;
import camp.elbrusboot.gateway.webhook.WebhookConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/** The one check of the settings, which tells everything that is missing or wrong at once. */
@ApplicationScoped
class SettingsCheck {
    private static final int SHORTEST_KEY = 16;
    private static final Duration SHORTEST = Duration.ofMillis(10);

    private final StoreConfig stores;
    private final AccountConfig account;
    private final UpstreamConfig upstream;
    private final CacheConfig cache;
    private final FeedConfig feed;
    private final WebhookConfig webhook;
    private final ApiConfig api;

    SettingsCheck(
            StoreConfig stores,
            AccountConfig account,
            UpstreamConfig upstream,
            CacheConfig cache,
            FeedConfig feed,
            WebhookConfig webhook,
            ApiConfig api) {
        this.stores = stores;
        this.account = account;
        this.upstream = upstream;
        this.cache = cache;
        this.feed = feed;
        this.webhook = webhook;
        this.api = api;
    }

    /** What to tell the operator; empty when there is nothing to complain of. */
    Optional<String> complaint() {
        Complaint complaint = new Complaint();
        stores(complaint);
        account(complaint);
        bounds(complaint);
        return complaint.text();
    }

    private void stores(Complaint complaint) {
        complaint.need(stores.database().url(), "gateway.database.url", "PostgreSQL, as postgresql://host:5432/name");
        complaint.need(stores.database().username(), "gateway.database.username", "its user");
        complaint.need(stores.database().password(), "gateway.database.password", "and password");
        complaint.need(stores.redis().url(), "gateway.redis.url", "Redis, as redis://host:6379");
    }

    private void account(Complaint complaint) {
        Optional<String> id = account.id().isPresent()
                ? Optional.of(Long.toString(account.id().getAsLong()))
                : Optional.empty();
        complaint.need(id, "gateway.account.id", "amoCRM's number of the account");
        complaint.need(account.host(), "gateway.account.host", "its host, such as example.amocrm.ru");
        complaint.need(
                account.webhookKey(),
                "gateway.account.webhook-key",
                "a long random word, the secret part of the webhook's address");
        if (account.longLivedToken().isEmpty()) {
            complaint.need(
                    account.clientId(),
                    "gateway.account.client-id",
                    "the integration's id (or give a long-lived token in GATEWAY_ACCOUNT_LONG_LIVED_TOKEN)");
            complaint.need(account.clientSecret(), "gateway.account.client-secret", "the integration's secret");
            complaint.need(account.redirectUri(), "gateway.account.redirect-uri", "the integration's redirect URI");
        }
        if (account.id().isPresent() && account.id().getAsLong() <= 0) {
            complaint.wrong("gateway.account.id", "must be a positive number");
        }
        String key = account.webhookKey().orElse("-".repeat(SHORTEST_KEY));
        if (key.length() < SHORTEST_KEY || !key.matches("[A-Za-z0-9._~-]*")) {
            complaint.wrong(
                    "gateway.account.webhook-key",
                    "must have at least " + SHORTEST_KEY + " characters: letters, digits and . _ ~ - only");
        }
    }

    private void bounds(Complaint complaint) {
        complaint.atLeast("gateway.upstream.requests-per-second", upstream.requestsPerSecond(), 1);
        complaint.between("gateway.upstream.max-wait", upstream.maxWait(), SHORTEST, Duration.ofMinutes(1));
        complaint.between("gateway.account.refresh-ahead", account.refreshAhead(), SHORTEST, Duration.ofHours(12));
        complaint.between("gateway.cache.pipelines", cache.pipelines(), SHORTEST, CacheConfig.LONGEST);
        complaint.between("gateway.cache.leads", cache.leads(), SHORTEST, CacheConfig.LONGEST);
        complaint.between("gateway.cache.contacts", cache.contacts(), SHORTEST, CacheConfig.LONGEST);
        complaint.between("gateway.cache.lists", cache.lists(), SHORTEST, CacheConfig.LONGEST_LIST);
        complaint.between("gateway.feed.poll", feed.poll(), SHORTEST, Duration.ofMinutes(1));
        complaint.atLeast("gateway.feed.batch", feed.batch(), 1);
        complaint.atLeast("gateway.feed.subscriber-buffer", feed.subscriberBuffer(), 1);
        complaint.between("gateway.feed.look-back", feed.lookBack(), CacheConfig.LONGEST, Duration.ofDays(7));
        complaint.atLeast("gateway.webhook.max-body", webhook.maxBody(), 1);
        complaint.between("gateway.webhook.max-wait", webhook.maxWait(), SHORTEST, Duration.ofMinutes(1));
        complaint.atLeast("gateway.api.max-ids", api.maxIds(), 1);
    }
}
