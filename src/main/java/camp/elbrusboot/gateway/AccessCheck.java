package camp.elbrusboot.gateway;

import camp.elbrusboot.gateway.access.AccessConfig;
import camp.elbrusboot.gateway.access.Keys;
import io.quarkus.runtime.LaunchMode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/** Whether somebody has said who may ask: in production not to say it must not mean everybody. */
@ApplicationScoped
class AccessCheck {
    private static final String OPEN = "gateway.access.let-everybody-read-everything";

    private final AccessConfig access;

    AccessCheck(AccessConfig access) {
        this.access = access;
    }

    void look(Complaint complaint) {
        boolean isMissing = !access.asksForTokens()
                && !access.letEverybodyReadEverything()
                && LaunchMode.current() == LaunchMode.NORMAL;
        if (isMissing) {
            complaint.need(
                    Optional.empty(),
                    "gateway.access.issuer",
                    "address of the OpenID provider whose tokens callers bring (or give a key in"
                            + " GATEWAY_ACCESS_PUBLIC_KEY or GATEWAY_ACCESS_JWKS_FILE); whoever reaches the gateway reads"
                            + " the whole CRM without any of them, and with GATEWAY_ACCESS_LET_EVERYBODY_READ_EVERYTHING=true");
        }
        if (access.asksForTokens() || isMissing) {
            complaint.need(
                    access.audience(), "gateway.access.audience", "what stands in the aud of tokens for this gateway");
        }
        if (access.asksForTokens() && access.letEverybodyReadEverything()) {
            complaint.wrong(OPEN, "is true although it is said whose tokens are needed");
        }
        if (access.introspection()) {
            if (!isMissing && !access.hasKeys()) {
                complaint.need(
                        access.issuer(),
                        "gateway.access.issuer",
                        "address of the OpenID provider that GATEWAY_ACCESS_INTROSPECTION=true asks about tokens");
            }
            lookAtIntrospection(complaint);
        }
        access.publicKey()
                .flatMap(Keys::flawOfKey)
                .ifPresent(flaw -> complaint.wrong("gateway.access.public-key", flaw));
        access.jwksFile()
                .flatMap(Keys::flawOfFile)
                .ifPresent(flaw -> complaint.wrong("gateway.access.jwks-file", flaw));
        complaint.between("gateway.access.leeway", access.leeway(), Duration.ZERO, Duration.ofMinutes(5));
    }

    private void lookAtIntrospection(Complaint complaint) {
        if (access.hasKeys()) {
            complaint.wrong(
                    "gateway.access.introspection",
                    "is true, but with keys of the settings no provider is asked anything");
        }
        complaint.need(access.clientId(), "gateway.access.client-id", "as who the gateway asks the provider of tokens");
        complaint.need(access.clientSecret(), "gateway.access.client-secret", "the secret of that client");
        complaint.between(
                "gateway.access.introspection-lasts",
                access.introspectionLasts(),
                Duration.ZERO,
                Duration.ofMinutes(10));
    }
}
