package camp.elbrusboot.gateway.crm;

/** What went wrong, for a program to act on. The public documentation lists these names. */
public enum CrmErrorCode {
    /** The request is none that GraphQL knows: its body, its parameters, its document or its variables. */
    BAD_REQUEST(Category.CALLER, false),
    /** No token, or none that is to be trusted, or one that has expired. */
    UNAUTHENTICATED(Category.CALLER, false),
    /** An argument of the caller's is malformed or out of range; the message names it. */
    INVALID_ARGUMENT(Category.CALLER, false),
    /** The account that the request names is not connected, or not this caller's. */
    UNKNOWN_ACCOUNT(Category.CALLER, false),
    /** This account or API version cannot do it; the message says why. */
    UNSUPPORTED(Category.CALLER, false),
    /** The caller's token does not give the right, or amoCRM refuses it to this account's user; the message says which. */
    FORBIDDEN(Category.UPSTREAM, false),
    /** No usable token: an administrator has to connect the account again. */
    NEEDS_AUTHORIZATION(Category.UPSTREAM, false),
    /** amoCRM cannot be reached or fails; later it may work. */
    UPSTREAM_UNAVAILABLE(Category.UPSTREAM, true),
    /** amoCRM takes too long for it; asking for less may work. */
    UPSTREAM_TIMEOUT(Category.UPSTREAM, true),
    /** The allowance of requests to amoCRM is used up; later it works. */
    UPSTREAM_RATE_LIMITED(Category.UPSTREAM, true),
    /** amoCRM has blocked this account or address; its support has to lift that. */
    UPSTREAM_BLOCKED(Category.UPSTREAM, false),
    /** The amoCRM account is not paid. */
    UPSTREAM_PAYMENT_REQUIRED(Category.UPSTREAM, false),
    /** amoCRM answered something that its contract does not have. */
    UPSTREAM_CONTRACT(Category.UPSTREAM, false),
    /** What a cursor of the log would need is no longer there. */
    CURSOR_EXPIRED(Category.CALLER, false),
    /** The operation is larger, or would cost more calls to amoCRM, than one may; the message names the limit. */
    QUERY_TOO_EXPENSIVE(Category.CALLER, false),
    /** The hash of a persisted query is not known here; the caller sends the query with it. */
    PERSISTED_QUERY_NOT_FOUND(Category.CALLER, true),
    /** Nothing but trusted documents runs here. */
    UNTRUSTED_DOCUMENT(Category.CALLER, false),
    /** The caller has as many operations under way as one connection may have; when some have ended it works. */
    TOO_MANY_OPERATIONS(Category.CALLER, true),
    /** The gateway's log of events cannot be read for now. */
    LOG_UNAVAILABLE(Category.GATEWAY, true),
    /** Tokens cannot be checked for now: the identity provider is away. */
    IDENTITY_UNAVAILABLE(Category.GATEWAY, true),
    /** The gateway's own fault. */
    INTERNAL(Category.GATEWAY, false);

    private final Category category;
    private final boolean retryable;

    CrmErrorCode(Category category, boolean retryable) {
        this.category = category;
        this.retryable = retryable;
    }

    /** Who can do something about it. */
    public Category category() {
        return category;
    }

    /** Whether the same request, made later, may succeed without anybody's help. */
    public boolean retryable() {
        return retryable;
    }

    /** Where a failure has its cause. */
    public enum Category {
        /** In the request. */
        CALLER,
        /** At amoCRM, or in the account's relation to it. */
        UPSTREAM,
        /** In the gateway. */
        GATEWAY
    }
}
