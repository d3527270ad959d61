package camp.elbrusboot.gateway.crm;

/** How urgent a call to amoCRM is. Who comes first in this order is served first, in the whole fleet. */
public enum Priority {
    /** A token, without which no other call works. */
    AUTHORIZATION,
    /** Somebody waits for the answer. */
    INTERACTIVE,
    /** Belongs to an event that was pushed. */
    SUBSCRIPTION,
    /** Looks for what webhooks have missed. */
    REPAIR,
    /** May be wanted later. */
    PREFETCH
}
