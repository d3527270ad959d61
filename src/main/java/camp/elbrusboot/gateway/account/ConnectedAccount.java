package camp.elbrusboot.gateway.account;

import camp.elbrusboot.gateway.crm.AccountRef;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An account that this gateway serves.
 *
 * @param host where it is now, which may be elsewhere than its settings say
 * @param baseUrlTemplate where calls go instead of {@code https://{host}}
 * @param integration null for an account with a long-lived token and nothing else
 * @param authorizationCode pasted by the operator
 * @param longLivedToken in use instead of a chain of tokens
 * @param webhookKey the one to give amoCRM
 * @param otherWebhookKeys those that are taken besides
 */
public record ConnectedAccount(
        AccountRef ref,
        String host,
        Optional<String> baseUrlTemplate,
        ApiVersion apiVersion,
        @Nullable Integration integration,
        Optional<String> authorizationCode,
        Optional<String> longLivedToken,
        String webhookKey,
        List<String> otherWebhookKeys,
        Duration refreshAhead) {

    /** First label of the host. */
    public String subdomain() {
        return Hosts.subdomain(host);
    }

    /** Scheme and authority of every call, without a slash at the end. */
    public URI baseUrl() {
        return Hosts.baseUrl(baseUrlTemplate, host);
    }

    /** Whose allowance its calls use up: amoCRM counts for each integration. */
    public String allowance() {
        return integration == null ? "account-" + ref : integration.clientId();
    }

    /** Compares with every key, in a time that does not depend on which one it is, nor on where they differ. */
    public boolean isWebhookKey(String candidate) {
        byte[] given = candidate.getBytes(StandardCharsets.UTF_8);
        boolean known = MessageDigest.isEqual(webhookKey.getBytes(StandardCharsets.UTF_8), given);
        for (String other : otherWebhookKeys) {
            known |= MessageDigest.isEqual(other.getBytes(StandardCharsets.UTF_8), given);
        }
        return known;
    }

    /** Where amoCRM sends its webhooks to, below the gateway's own address. Has the key in it: not for logs. */
    public String webhookPath() {
        return "/webhooks/amocrm/" + ref + "/" + webhookKey;
    }

    /** Whether a path leads to this account's webhooks, whatever stands before it. */
    public boolean isWebhookPath(String path) {
        String[] parts = path.split("/", -1);
        int last = parts.length - 1;
        return last >= 3
                && parts[last - 3].equals("webhooks")
                && parts[last - 2].equals("amocrm")
                && (parts[last - 1].equals(ref.toString()) || parts[last - 1].equals(subdomain()))
                && isWebhookKey(parts[last]);
    }

    /** A key of this account for one purpose: the same in all replicas, and of no use to find the webhook's. */
    public byte[] key(String purpose) {
        return Hmac.sha256(webhookKey.getBytes(StandardCharsets.UTF_8), "gateway " + purpose);
    }

    ConnectedAccount at(String newHost) {
        return new ConnectedAccount(
                ref,
                newHost,
                baseUrlTemplate,
                apiVersion,
                integration,
                authorizationCode,
                longLivedToken,
                webhookKey,
                otherWebhookKeys,
                refreshAhead);
    }

    @Override
    public String toString() {
        return "ConnectedAccount[" + ref + " " + host + "]";
    }
}
