package camp.elbrusboot.gateway.account;

import camp.elbrusboot.gateway.crm.AccountRef;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** amoCRM's word that an account has switched the integration off (section 1.8). */
@ApplicationScoped
class DisabledHook {
    private final ConfiguredAccounts configured;
    private final Accounts accounts;
    private final Connecting connecting;

    DisabledHook(ConfiguredAccounts configured, Accounts accounts, Connecting connecting) {
        this.configured = configured;
        this.accounts = accounts;
        this.connecting = connecting;
    }

    /** Completes when the tokens are gone; fails as {@link Connecting.Refused} where the signature is not amoCRM's. */
    Uni<Void> receive(@Nullable String accountId, @Nullable String clientId, @Nullable String signature) {
        return Uni.createFrom().deferred(() -> {
            // One answer to everything that is wrong: it tells nobody which accounts there are.
            Connecting.Refused refused = new Connecting.Refused(403, "the signature is wrong");
            if (accountId == null || clientId == null || signature == null) {
                throw refused;
            }
            Integration integration = configured.integration(clientId).orElseThrow(() -> refused);
            String expected = HexFormat.of()
                    .formatHex(Hmac.sha256(
                            integration.clientSecret().getBytes(StandardCharsets.UTF_8), clientId + "|" + accountId));
            if (!MessageDigest.isEqual(
                    expected.getBytes(StandardCharsets.US_ASCII),
                    signature.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8))) {
                throw refused;
            }
            AccountRef account = accounts.named(accountId)
                    .map(ConnectedAccount::ref)
                    .filter(ref -> ref.toString().equals(accountId))
                    .filter(ref -> integration.equals(accounts.connected(ref).integration()))
                    .orElseThrow(() -> refused);
            return connecting.disconnect(account, integration);
        });
    }
}
