package camp.elbrusboot.gateway.crm;

import io.smallrye.mutiny.Uni;

/** amoCRM's subscription by which this gateway hears of an account's changes. Fails with {@link CrmException} alone. */
public interface OwnWebhook {
    /** What has become of it. */
    enum Condition {
        /** It is there, switched on, and tells of all that the gateway wants to hear. */
        WHOLE,
        /** It tells of stage changes, but not of all of the rest. */
        PARTIAL,
        /** It is there, and tells of no stage change. */
        DEAF,
        /** amoCRM has switched it off. */
        SWITCHED_OFF,
        /** There is none. */
        MISSING
    }

    /** Asks amoCRM. */
    Uni<Condition> look(AccountRef account);

    /** Whether {@link #mend} knows what address to give. */
    boolean canMend();

    /**
     * Subscribes anew, to everything that the gateway wants to hear, what is not {@code WHOLE}: one that is switched off is
     * taken away first. Emits what it has found then.
     */
    Uni<Condition> mend(AccountRef account);
}
