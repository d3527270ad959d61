package camp.elbrusboot.gateway.access;

import camp.elbrusboot.gateway.crm.CrmErrorCode;
import java.util.Locale;

/** Why somebody is not let in. The words reach callers: nothing of the token is in them. */
enum Reason {
    MISSING("a token is needed: Authorization: Bearer {token}, on a WebSocket in the payload of connection_init"),
    MALFORMED("the token is not a signed JWT"),
    ALGORITHM("the token is signed by an algorithm that is not accepted"),
    SIGNATURE("the token is not signed by a key that is trusted"),
    ISSUER("the token is of an issuer that is not trusted"),
    AUDIENCE("the token is meant for another audience"),
    ENDLESS("the token does not say when it expires"),
    EXPIRED("the token has expired"),
    EARLY("the token is not valid yet"),
    INACTIVE("the token was revoked, or the identity provider does not know it"),
    ROLE(CrmErrorCode.FORBIDDEN, "the token does not give the role "),
    PROVIDER(
            CrmErrorCode.IDENTITY_UNAVAILABLE,
            "tokens cannot be checked at the moment: the identity provider cannot be asked");

    private final CrmErrorCode code;
    private final String words;

    Reason(String words) {
        this(CrmErrorCode.UNAUTHENTICATED, words);
    }

    Reason(CrmErrorCode code, String words) {
        this.code = code;
        this.words = words;
    }

    CrmErrorCode code() {
        return code;
    }

    String words() {
        return words;
    }

    /** As a metric has it. */
    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
