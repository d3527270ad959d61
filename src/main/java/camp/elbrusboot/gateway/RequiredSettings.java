package camp.elbrusboot.gateway;

import camp.elbrusboot.gateway.account.AccountConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The one check of the settings, which tells everything that is missing at once. */
final class RequiredSettings {
    private static final int SHORTEST_KEY = 16;

    private final List<String> missing = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    private RequiredSettings() {}

    static Optional<String> complaint(StoreConfig stores, AccountConfig account) {
        RequiredSettings check = new RequiredSettings();
        check.stores(stores);
        check.account(account);
        return check.complaint();
    }

    private void stores(StoreConfig stores) {
        need(stores.database().url(), "gateway.database.url", "PostgreSQL, as postgresql://host:5432/name");
        need(stores.database().username(), "gateway.database.username", "its user");
        need(stores.database().password(), "gateway.database.password", "and password");
        need(stores.redis().url(), "gateway.redis.url", "Redis, as redis://host:6379");
        stores.database()
                .url()
                .filter(url -> !url.startsWith("postgresql://"))
                .ifPresent(url -> wrong.add(named("gateway.database.url") + " must begin with postgresql://"));
    }

    private void account(AccountConfig account) {
        need(
                account.id().isPresent() ? Optional.of("") : Optional.empty(),
                "gateway.account.id",
                "amoCRM's number of the account");
        need(account.host(), "gateway.account.host", "its host, such as example.amocrm.ru");
        need(account.webhookKey(), "gateway.account.webhook-key", "a long random word, part of the webhook's address");
        account.webhookKey()
                .filter(key -> key.length() < SHORTEST_KEY || !key.matches("[A-Za-z0-9._~-]*"))
                .ifPresent(key -> wrong.add(named("gateway.account.webhook-key") + " must have at least " + SHORTEST_KEY
                        + " characters, letters, digits and .-_~ only"));
        account.id().stream()
                .filter(id -> id <= 0)
                .forEach(id -> wrong.add(named("gateway.account.id") + " must be a positive number"));
        if (account.longLivedToken().isEmpty()) {
            String or = " (or give a long-lived token in GATEWAY_ACCOUNT_LONG_LIVED_TOKEN)";
            need(account.clientId(), "gateway.account.client-id", "the integration's id" + or);
            need(account.clientSecret(), "gateway.account.client-secret", "the integration's secret");
            need(account.redirectUri(), "gateway.account.redirect-uri", "the integration's redirect URI");
        }
    }

    private void need(Optional<String> value, String name, String what) {
        if (value.isEmpty()) {
            missing.add(named(name) + ": " + what);
        }
    }

    private static String named(String name) {
        return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_') + " (" + name + ")";
    }

    private Optional<String> complaint() {
        if (missing.isEmpty() && wrong.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder("\nThe gateway cannot start.\n");
        append(text, "Settings that are missing, by environment variable (or property):", missing);
        append(text, "Settings that are wrong:", wrong);
        text.append("\nTo try the gateway without any of this: ./mvnw quarkus:dev -Dsandbox\n");
        return Optional.of(text.toString());
    }

    private static void append(StringBuilder text, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append('\n').append(title).append('\n');
            lines.forEach(line -> text.append("  ").append(line).append('\n'));
        }
    }
}
