package camp.elbrusboot.gateway.account;

import java.util.Locale;

/** The generation of amoCRM's REST API that an account is read with. */
public enum ApiVersion {
    V2,
    V4;

    /** As GraphQL shows it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
