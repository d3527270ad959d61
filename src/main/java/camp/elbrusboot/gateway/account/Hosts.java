package camp.elbrusboot.gateway.account;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Hosts of amoCRM. A name that came from outside becomes a host here, or nowhere: secrets are sent to it. */
public final class Hosts {
    private static final Pattern HOST =
            Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.(amocrm\\.ru|amocrm\\.com|kommo\\.com)");

    private Hosts() {}

    /** The host in lower case; empty unless it is one label below amocrm.ru, amocrm.com or kommo.com. */
    public static Optional<String> known(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return HOST.matcher(lower).matches() ? Optional.of(lower) : Optional.empty();
    }

    static String subdomain(String host) {
        return host.split("\\.", 2)[0];
    }

    /** Where administrators consent: {@code www} of the domain that the host belongs to. */
    static String consent(String host) {
        return "www." + host.split("\\.", 2)[1];
    }

    /** Scheme and authority for calls to the host, without a slash at the end. */
    static URI baseUrl(Optional<String> template, String host) {
        String url = template.orElse("https://{host}").replace("{host}", host);
        return URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
    }
}
