package camp.elbrusboot.gateway;

import camp.elbrusboot.gateway.account.AccountConfig;
import camp.elbrusboot.gateway.account.AccountSettings;
import camp.elbrusboot.gateway.account.AccountsConfig;
import camp.elbrusboot.gateway.account.Hosts;
import camp.elbrusboot.gateway.account.KeyRing;
import camp.elbrusboot.gateway.account.PenaltiesConfig;
import camp.elbrusboot.gateway.account.TokensConfig;
import camp.elbrusboot.gateway.amocrm.http.CallsConfig;
import camp.elbrusboot.gateway.api.ApiConfig;
import camp.elbrusboot.gateway.budget.BudgetConfig;
import camp.elbrusboot.gateway.cache.CacheConfig;
import camp.elbrusboot.gateway.eventlog.LogConfig;
import camp.elbrusboot.gateway.feed.FeedConfig;
import camp.elbrusboot.gateway.feed.RepairConfig;
import camp.elbrusboot.gateway.transport.SocketsConfig;
import camp.elbrusboot.gateway.webhook.WebhookConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The one check of the settings, which tells everything that is missing or wrong at once. */
@ApplicationScoped
class SettingsCheck {
    private static final int SHORTEST_KEY = 16;
    private static final Duration SHORTEST = Duration.ofMillis(10);

    /** From the grant to the sending, for the connection, and something to spare (docs/decisions/0007). */
    private static final Duration SHORTEST_TRANSIT = Duration.ofMillis(1_500);

    private final StoreConfig stores;
    private final AccountConfig account;
    private final AccountsConfig others;
    private final TokensConfig tokens;
    private final PenaltiesConfig penalties;
    private final CallsConfig repeats;
    private final BudgetConfig upstream;
    private final CacheConfig cache;
    private final FeedConfig feed;
    private final RepairConfig repair;
    private final LogConfig log;
    private final SocketsConfig sockets;
    private final WebhookConfig webhook;
    private final ApiConfig api;
    private final AccessCheck access;
    private final FrontDoorCheck frontDoor;

    SettingsCheck(
            StoreConfig stores,
            AccountConfig account,
            AccountsConfig others,
            TokensConfig tokens,
            PenaltiesConfig penalties,
            CallsConfig repeats,
            BudgetConfig upstream,
            CacheConfig cache,
            FeedConfig feed,
            RepairConfig repair,
            LogConfig log,
            SocketsConfig sockets,
            WebhookConfig webhook,
            ApiConfig api,
            AccessCheck access,
            FrontDoorCheck frontDoor) {
        this.stores = stores;
        this.account = account;
        this.others = others;
        this.tokens = tokens;
        this.penalties = penalties;
        this.repeats = repeats;
        this.upstream = upstream;
        this.cache = cache;
        this.feed = feed;
        this.repair = repair;
        this.log = log;
        this.sockets = sockets;
        this.webhook = webhook;
        this.api = api;
        this.access = access;
        this.frontDoor = frontDoor;
    }

    /** What to tell the operator; empty when there is nothing to complain of. */
    Optional<String> complaint() {
        Complaint complaint = new Complaint();
        stores(complaint);
        account(complaint);
        access.look(complaint);
        bounds(complaint);
        repair(complaint);
        frontDoor.complain(complaint);
        return complaint.text();
    }

    private void stores(Complaint complaint) {
        complaint.need(stores.database().url(), "gateway.database.url", "PostgreSQL, as postgresql://host:5432/name");
        complaint.need(stores.database().username(), "gateway.database.username", "its user");
        complaint.need(stores.database().password(), "gateway.database.password", "and password");
        complaint.need(stores.redis().url(), "gateway.redis.url", "Redis, as redis://host:6379");
    }

    private void account(Complaint complaint) {
        account(complaint, "gateway.account", account, account);
        others.byName().forEach((name, other) -> account(complaint, "gateway.accounts." + name, other, account));
        unique(complaint);
        boolean chains = account.longLivedToken().isEmpty()
                || others.byName().values().stream()
                        .anyMatch(other -> other.longLivedToken().isEmpty());
        Optional<List<String>> keys = tokens.keys();
        if (chains) {
            complaint.need(
                    keys.map(String::valueOf),
                    "gateway.tokens.keys",
                    "name:key for the encryption of tokens, the key as the base64 of 32 random bytes, as of"
                            + " openssl rand -base64 32");
        }
        keys.flatMap(KeyRing::flaw).ifPresent(flaw -> complaint.wrong("gateway.tokens.keys", flaw));
    }

    /** One account under two names would have two webhook keys, and tokens that overrule each other. */
    private void unique(Complaint complaint) {
        Set<Long> numbers = new HashSet<>();
        account.id().ifPresent(numbers::add);
        new TreeMap<>(others.byName()).forEach((name, other) -> {
            if (other.id().isPresent() && !numbers.add(other.id().getAsLong())) {
                complaint.wrong("gateway.accounts." + name + ".id", "is the number of another account, too");
            }
        });
    }

    private static void account(Complaint complaint, String prefix, AccountSettings account, AccountSettings main) {
        Optional<String> id = account.id().isPresent()
                ? Optional.of(Long.toString(account.id().getAsLong()))
                : Optional.empty();
        complaint.need(id, prefix + ".id", "amoCRM's number of the account");
        complaint.need(account.host(), prefix + ".host", "its host, such as example.amocrm.ru");
        complaint.need(
                account.webhookKey(),
                prefix + ".webhook-key",
                "a long random word, the secret part of the webhook's address");
        boolean own = account == main || account.clientId().isPresent();
        if (account.longLivedToken().isEmpty() && own) {
            complaint.need(
                    account.clientId(),
                    prefix + ".client-id",
                    "the integration's id (or give a long-lived token in GATEWAY_ACCOUNT_LONG_LIVED_TOKEN)");
            complaint.need(account.clientSecret(), prefix + ".client-secret", "the integration's secret");
            complaint.need(account.redirectUri(), prefix + ".redirect-uri", "the integration's redirect URI");
        }
        if (account.id().isPresent() && account.id().getAsLong() <= 0) {
            complaint.wrong(prefix + ".id", "must be a positive number");
        }
        if (account.host().isPresent() && Hosts.known(account.host().get()).isEmpty()) {
            complaint.wrong(
                    prefix + ".host", "must be a host of amoCRM's, such as example.amocrm.ru or example.kommo.com");
        }
        account.webhookKey().ifPresent(key -> key(complaint, prefix + ".webhook-key", key));
        account.otherWebhookKeys()
                .ifPresent(keys -> keys.forEach(key -> key(complaint, prefix + ".other-webhook-keys", key)));
        complaint.between(prefix + ".refresh-ahead", account.refreshAhead(), SHORTEST, Duration.ofHours(12));
    }

    private static void key(Complaint complaint, String name, String key) {
        if (key.length() < SHORTEST_KEY || !key.matches("[A-Za-z0-9._~-]*")) {
            complaint.wrong(
                    name, "must have at least " + SHORTEST_KEY + " characters: letters, digits and . _ ~ - only");
        }
    }

    private void bounds(Complaint complaint) {
        complaint.atLeast("gateway.upstream.requests-per-second", upstream.requestsPerSecond(), 1);
        complaint.between("gateway.upstream.max-wait", upstream.maxWait(), SHORTEST, Duration.ofMinutes(1));
        complaint.between("gateway.upstream.transit", upstream.transit(), SHORTEST_TRANSIT, Duration.ofSeconds(10));
        complaint.atLeast("gateway.upstream.queue", upstream.queue(), 1);
        complaint.atLeast("gateway.upstream.replicas", upstream.replicas(), 1);
        complaint.atLeast("gateway.calls.attempts", repeats.attempts(), 1);
        complaint.between("gateway.calls.first-pause", repeats.firstPause(), SHORTEST, Duration.ofMinutes(1));
        complaint.between("gateway.calls.patience", repeats.patience(), SHORTEST, Duration.ofMinutes(1));
        complaint.between("gateway.pause.blocked", penalties.blocked(), SHORTEST, Duration.ofDays(1));
        complaint.between("gateway.pause.unpaid", penalties.unpaid(), SHORTEST, Duration.ofDays(1));
        complaint.between("gateway.tokens.refusal-lasts", tokens.refusalLasts(), SHORTEST, Duration.ofHours(1));
        complaint.between("gateway.tokens.state-lives", tokens.stateLives(), SHORTEST, Duration.ofHours(1));
        complaint.between("gateway.tokens.warn-ahead", tokens.warnAhead(), SHORTEST, Duration.ofDays(80));
        complaint.atLeast("gateway.tokens.at-once", tokens.atOnce(), 1);
        cache(complaint);
        complaint.between("gateway.feed.poll", feed.poll(), SHORTEST, Duration.ofMinutes(1));
        complaint.atLeast("gateway.feed.batch", feed.batch(), 1);
        complaint.atLeast("gateway.feed.window", feed.window(), 1);
        complaint.atLeast("gateway.sockets.most", sockets.most(), 1);
        complaint.atLeast("gateway.sockets.per-caller", sockets.perCaller(), 1);
        complaint.atLeast("gateway.sockets.operations", sockets.operations(), 1);
        complaint.atLeast("gateway.sockets.queue", sockets.queue(), 1024);
        complaint.between("gateway.sockets.init-wait", sockets.initWait(), SHORTEST, Duration.ofMinutes(1));
        complaint.between("gateway.sockets.ping", sockets.ping(), SHORTEST, Duration.ofMinutes(5));
        complaint.between("gateway.sockets.recheck", sockets.recheck(), SHORTEST, Duration.ofHours(1));
        complaint.between("gateway.sockets.silence", sockets.silence(), SHORTEST, Duration.ofHours(1));
        complaint.between("gateway.log.sweep", log.sweep(), SHORTEST, Duration.ofHours(1));
        complaint.between("gateway.log.keep", log.keep(), leastKept(), Duration.ofDays(3650));
        complaint.atLeast("gateway.log.most", log.most(), 1);
        complaint.atLeast("gateway.log.inbox", log.inbox(), 1);
        complaint.between("gateway.log.patience", log.patience(), SHORTEST, Duration.ofMinutes(1));
        complaint.between("gateway.log.keep-deliveries", log.keepDeliveries(), SHORTEST, Duration.ofDays(3650));
        complaint.atLeast("gateway.webhook.max-body", webhook.maxBody(), 1);
        complaint.between("gateway.webhook.max-wait", webhook.maxWait(), SHORTEST, Duration.ofMinutes(1));
        complaint.atLeast("gateway.api.max-ids", api.maxIds(), 1);
        complaint.atLeast("gateway.api.max-calls", api.maxCalls(), 1);
        complaint.atLeast("gateway.api.max-values", api.maxValues(), 1);
    }

    private void repair(Complaint complaint) {
        complaint.between("gateway.repair.interval", repair.interval(), Duration.ofMillis(100), Duration.ofHours(1));
        complaint.between("gateway.repair.lag", repair.lag(), Duration.ZERO, Duration.ofMinutes(10));
        complaint.between("gateway.repair.overlap", repair.overlap(), Duration.ZERO, Duration.ofMinutes(30));
        complaint.between("gateway.repair.reach", repair.reach(), Duration.ofHours(1), Duration.ofDays(365));
        complaint.atLeast("gateway.repair.pages", repair.pages(), 1);
        complaint.between("gateway.repair.watch", repair.watch(), Duration.ofMillis(100), Duration.ofDays(1));
        Optional<String> address = webhook.publicUrl();
        if (repair.resubscribe()) {
            complaint.need(
                    address,
                    "gateway.webhook.public-url",
                    "the gateway's own address as amoCRM reaches it, such as https://gateway.example, for"
                            + " GATEWAY_REPAIR_RESUBSCRIBE");
        }
        // amoCRM refuses hosts that are not ASCII (section 2.12).
        if (address.isPresent() && !address.get().matches("https?://[A-Za-z0-9.:\\[\\]-]+(/[!-~&&[^?#]]*)?")) {
            complaint.wrong(
                    "gateway.webhook.public-url",
                    "must begin with https:// and a host, and have neither ? nor # in it");
        }
    }

    /** Below that amoCRM's last repetition of a webhook, or what repair reads again, would be taken for something new. */
    private Duration leastKept() {
        Duration repetitions = Duration.ofHours(3);
        return repair.enabled() ? repair.reach().plus(repetitions) : repetitions;
    }

    private void cache(Complaint complaint) {
        Map.of(
                        "profile", cache.profile(),
                        "pipelines", cache.pipelines(),
                        "leads", cache.leads(),
                        "contacts", cache.contacts(),
                        "companies", cache.companies(),
                        "lists", cache.lists(),
                        "absent", cache.absent(),
                        "stale", cache.stale())
                .forEach((name, life) ->
                        complaint.between("gateway.cache." + name, life, SHORTEST, CacheConfig.LONGEST));
        CacheConfig.HardLimits hard = cache.hard();
        Map.of(
                        "profile", hard.profile(),
                        "pipelines", hard.pipelines(),
                        "leads", hard.leads(),
                        "contacts", hard.contacts(),
                        "companies", hard.companies(),
                        "lists", hard.lists())
                .forEach((name, life) -> life.ifPresent(given ->
                        complaint.between("gateway.cache.hard." + name, given, SHORTEST, CacheConfig.LONGEST)));
        complaint.between("gateway.cache.hard.absent", hard.absent(), SHORTEST, CacheConfig.LONGEST);
        complaint.between("gateway.cache.patience", cache.patience(), SHORTEST, Duration.ofMinutes(1));
        complaint.atLeast("gateway.cache.memory", cache.memory().asLongValue(), 0);
    }
}
