package camp.elbrusboot.gateway.crm;

/** What went wrong, for a program to act on. The public documentation lists these names. */
public enum CrmErrorCode {
    /** An argument of the caller's is malformed or out of range; the message names it. */
    INVALID_ARGUMENT,
    /** This account or API version cannot do it; the message says why. */
    UNSUPPORTED,
    /** amoCRM refuses this account's user the right. */
    FORBIDDEN,
    /** No usable token: an administrator has to connect the account again. */
    NEEDS_AUTHORIZATION,
    /** amoCRM cannot be reached or fails; later it may work. */
    UPSTREAM_UNAVAILABLE,
    /** The allowance of requests to amoCRM is used up; later it works. */
    UPSTREAM_RATE_LIMITED,
    /** amoCRM has blocked this account or address; its support has to lift that. */
    UPSTREAM_BLOCKED,
    /** The amoCRM account is not paid. */
    UPSTREAM_PAYMENT_REQUIRED,
    /** amoCRM answered something that its contract does not have. */
    UPSTREAM_CONTRACT,
    /** The subscriber reads more slowly than events come. */
    SUBSCRIBER_TOO_SLOW,
    /** The gateway's own fault. */
    INTERNAL
}
