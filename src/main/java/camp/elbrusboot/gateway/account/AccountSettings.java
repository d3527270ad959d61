package camp.elbrusboot.gateway.account;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** An account behind the gateway. What is missing is reported all at once at the start, so nothing is mandatory here. */
public interface AccountSettings {
    /** amoCRM's number of the account. */
    OptionalLong id();

    /** The account's host, such as {@code example.amocrm.ru}. */
    Optional<String> host();

    /**
     * Where to send calls instead of {@code https://{host}}: a proxy, or the sandbox. {@code {host}} in it stands for
     * the host that is meant.
     */
    Optional<String> baseUrl();

    /** The integration's id, a UUID. */
    Optional<String> clientId();

    /** The integration's secret. */
    Optional<String> clientSecret();

    /** The secret before, while amoCRM may still sign with it what it tells. Opens nothing else. */
    Optional<String> previousClientSecret();

    /** The integration's redirect URI; amoCRM compares it character by character. */
    Optional<String> redirectUri();

    /** The code of the simplified authorization: lives 20 minutes, works once. Not needed where tokens are stored. */
    Optional<String> authorizationCode();

    /** A token issued in amoCRM's interface for up to five years, instead of the four settings above. */
    Optional<String> longLivedToken();

    /** The secret last part of the webhook's address. */
    Optional<String> webhookKey();

    /** Further ones, new or old, at which webhooks are taken as well while amoCRM is told of another address. */
    Optional<List<String>> otherWebhookKeys();

    /** The generation of amoCRM's API: v4, unless the account is served by v2 alone. */
    @WithDefault("v4")
    ApiVersion apiVersion();

    /** How long before its expiry an access token is refreshed: longer costs refreshes, shorter risks late ones. */
    @WithDefault("5m")
    Duration refreshAhead();
}
