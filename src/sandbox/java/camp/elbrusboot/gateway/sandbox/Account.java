package camp.elbrusboot.gateway.sandbox;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** An account of amoCRM. Its host is not for ever: it may be renamed, or moved to another zone (section 1.6). */
final class Account {
    /** Administrator of both accounts: one person may be that in many. */
    static final long ADMINISTRATOR = 2_772_376L;

    private static final Pattern ACCOUNT_HOST =
            Pattern.compile("(?!www\\.|api-[a-z]\\.)[a-z0-9-]{1,63}\\.(amocrm\\.ru|amocrm\\.com|kommo\\.com)");

    private final long id;
    private final String name;
    private final String firstHost;
    private final String longLivedToken;
    private final Set<String> formerHosts = ConcurrentHashMap.newKeySet();
    private volatile String host;

    private Account(long id, String name, String firstHost, String longLivedToken) {
        this.id = id;
        this.name = name;
        this.firstHost = firstHost;
        this.longLivedToken = longLivedToken;
        this.host = firstHost;
    }

    static Account first() {
        return new Account(21_234_439L, "Эльбрус Буткемп", "elbrusbootcamp.amocrm.ru", Tokens.LONG_LIVED);
    }

    static Account second() {
        return new Account(31_415_926L, "Вторая школа", "second.amocrm.ru", Tokens.LONG_LIVED_OF_SECOND);
    }

    long id() {
        return id;
    }

    String name() {
        return name;
    }

    /** Accepted for ever, as a token from the integration's window is for years (section 1.7). */
    String longLivedToken() {
        return longLivedToken;
    }

    String host() {
        return host;
    }

    String subdomain() {
        return host.substring(0, host.indexOf('.'));
    }

    /** {@code amocrm.ru} or {@code kommo.com}; claimed in access tokens as {@code base_domain}. */
    String zone() {
        return host.substring(host.indexOf('.') + 1);
    }

    String topLevelDomain() {
        return host.substring(host.lastIndexOf('.') + 1);
    }

    String origin() {
        return "https://" + host;
    }

    /** By what the sandbox' own calls choose an account, wherever it has moved to. */
    boolean isCalled(String text) {
        return text.equals(host)
                || text.equals(firstHost)
                || text.equals(firstHost.substring(0, firstHost.indexOf('.')))
                || text.equals(String.valueOf(id));
    }

    /** Whether it was there once and is not any more. */
    boolean hasLeft(String formerHost) {
        return formerHosts.contains(formerHost);
    }

    synchronized void moveTo(String newHost) {
        if (!ACCOUNT_HOST.matcher(newHost).matches()) {
            throw new IllegalArgumentException(
                    "\"host\" must be an account's, such as renamed.amocrm.ru or moved.kommo.com");
        }
        formerHosts.add(host);
        formerHosts.remove(newHost);
        host = newHost;
    }

    synchronized void moveBack() {
        host = firstHost;
        formerHosts.clear();
    }
}
