package camp.elbrusboot.gateway.crm;

/** How urgent a call to amoCRM is. Who comes first in this order is served first, in the whole fleet. */
public enum Priority {
    /** A token, without which no other call works. */
    AUTHORIZATION,
    /** Somebody waits for the answer. */
    INTERACTIVE,
    /** Belongs to an event that was pushed. */
    SUBSCRIPTION,
    /** Renews what is older than it should be, for somebody who has the old to go on with. */
    REVALIDATION,
    /** Looks for what webhooks have missed. */
    REPAIR,
    /** May be wanted later. */
    PREFETCH;

    /** Whether a call that fails in a way that may pass is made again. Where nobody depends on it, the next one will do. */
    public boolean repeats() {
        return switch (this) {
            case AUTHORIZATION, INTERACTIVE, SUBSCRIPTION, REPAIR -> true;
            case REVALIDATION, PREFETCH -> false;
        };
    }
}
