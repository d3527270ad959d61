package camp.elbrusboot.gateway.account;

import camp.elbrusboot.gateway.crm.AccountRef;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * An account that this gateway serves.
 *
 * @param subdomain first label of the host
 * @param baseUrl scheme and authority of every call, without a slash at the end
 */
public record ConnectedAccount(
        AccountRef ref, String subdomain, URI baseUrl, String webhookKey, ApiVersion apiVersion) {
    /** Compares in a time that does not depend on where the two differ. */
    public boolean isWebhookKey(String candidate) {
        return MessageDigest.isEqual(
                webhookKey.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "ConnectedAccount[" + ref + " " + subdomain + "]";
    }
}
