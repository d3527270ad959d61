package camp.elbrusboot.gateway.account;

import camp.elbrusboot.gateway.crm.AccountRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Accounts and integrations as the settings name them. To be used after the check of the settings. */
@ApplicationScoped
public class ConfiguredAccounts {
    private final AccountConfig main;
    private final AccountsConfig others;
    private @Nullable Map<AccountRef, ConnectedAccount> all;

    ConfiguredAccounts(AccountConfig main, AccountsConfig others) {
        this.main = main;
        this.others = others;
    }

    AccountRef preferred() {
        return new AccountRef(main.id().orElseThrow());
    }

    /** The preferred one first. */
    synchronized Map<AccountRef, ConnectedAccount> all() {
        Map<AccountRef, ConnectedAccount> known = all;
        if (known == null) {
            known = new LinkedHashMap<>();
            for (AccountSettings settings : settings()) {
                ConnectedAccount account = account(settings);
                known.put(account.ref(), account);
            }
            known = Collections.unmodifiableMap(known);
            all = known;
        }
        return known;
    }

    /** An account that no setting names, over an integration that one does; empty when none does. */
    Optional<ConnectedAccount> connectedOver(String clientId, AccountRef ref, String host, String webhookKey) {
        return settings().stream()
                .filter(settings -> clientId.equals(
                        first(settings.clientId(), main.clientId()).orElse(null)))
                .findFirst()
                .map(settings -> new ConnectedAccount(
                        ref,
                        host,
                        first(settings.baseUrl(), main.baseUrl()),
                        settings.apiVersion(),
                        integration(settings),
                        Optional.empty(),
                        Optional.empty(),
                        webhookKey,
                        List.of(),
                        settings.refreshAhead()));
    }

    /** Where calls go that the integration makes for an account that is not known yet. */
    Optional<String> baseUrlTemplate(String clientId) {
        return settings().stream()
                .filter(settings -> clientId.equals(
                        first(settings.clientId(), main.clientId()).orElse(null)))
                .findFirst()
                .flatMap(settings -> first(settings.baseUrl(), main.baseUrl()));
    }

    Optional<Integration> integration(String clientId) {
        return settings().stream()
                .map(this::integration)
                .flatMap(Stream::ofNullable)
                .filter(integration -> integration.clientId().equals(clientId))
                .findFirst();
    }

    private List<AccountSettings> settings() {
        return Stream.concat(Stream.of(main), new TreeMap<>(others.byName()).values().stream())
                .toList();
    }

    private ConnectedAccount account(AccountSettings settings) {
        return new ConnectedAccount(
                new AccountRef(settings.id().orElseThrow()),
                settings.host().orElseThrow(),
                first(settings.baseUrl(), main.baseUrl()),
                settings.apiVersion(),
                integration(settings),
                settings.authorizationCode(),
                settings.longLivedToken(),
                settings.webhookKey().orElseThrow(),
                settings.otherWebhookKeys().orElse(List.of()),
                settings.refreshAhead());
    }

    private @Nullable Integration integration(AccountSettings settings) {
        // An integration's three settings belong together.
        AccountSettings source = settings.clientId().isPresent() ? settings : main;
        return source.clientId().isEmpty()
                        || source.clientSecret().isEmpty()
                        || source.redirectUri().isEmpty()
                ? null
                : new Integration(
                        source.clientId().get(),
                        source.clientSecret().get(),
                        source.redirectUri().get(),
                        source.previousClientSecret());
    }

    private static Optional<String> first(Optional<String> one, Optional<String> other) {
        return one.isPresent() ? one : other;
    }
}
